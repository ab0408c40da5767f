// The page's address under a browser of its own: entries of a history, whose events come when they
// are told to. Reads [{presets, moves}] from the file named; prints after every move what each
// explorer is set to, the address, and what a fresh visit of that address gives.
import { readFileSync } from "node:fs";

import { acceptAll } from "../../cnncourse/explorers/page/core/settings.js";
import { State } from "../../cnncourse/explorers/page/core/state.js";
import { EXPLORERS } from "./explorers.mjs";

const HOME = "https://example.org/page.html";
const ADDRESS = "../../cnncourse/explorers/page/core/address.js";
const browser = {
  entries: [],
  at: 0,
  listeners: [],
  timers: new Map(),
  events: 0,
  made: 0,
  clock: 1e6,
};
let notes = [];

const here = () => browser.entries[browser.at];
globalThis.location = {
  get href() {
    return here().url;
  },
  get hash() {
    return new URL(here().url).hash;
  },
};
globalThis.history = {
  get state() {
    return here().state;
  },
  replaceState(state, _, url) {
    Object.assign(here(), { state: structuredClone(state), url: new URL(url, HOME).href });
  },
};
globalThis.addEventListener = (name, listener) => browser.listeners.push([name, listener]);
globalThis.document = {
  readyState: "complete",
  getElementById: (id) => (id === "cnncourse-not-taken" && notes[0]) || null,
  querySelector: () => null,
  body: { prepend: (note) => notes.push(note) },
  createElement: () => {
    const note = {
      style: {},
      words: "",
      setAttribute() {},
      getAttribute() {},
      scrollIntoView() {},
    };
    note.append = (words) => (note.words += words);
    note.remove = () => (notes = notes.filter((one) => one !== note));
    return note;
  },
};
globalThis.setTimeout = (does) => {
  browser.made += 1;
  browser.timers.set(browser.made, does);
  return browser.made;
};
globalThis.clearTimeout = (id) => browser.timers.delete(id);
Date.now = () => (browser.clock += 1);
performance.now = Date.now;

function slugOf(id) {
  return id.replace(/-\d$/, "");
}

/** A page that has just been opened at the address where the browser is. */
async function open(presets, late = []) {
  browser.listeners = [];
  browser.timers.clear();
  browser.opened = (browser.opened ?? 0) + 1;
  const address = await import(`${ADDRESS}?${browser.opened}`);
  const page = { address, states: {}, refused: {}, presets };
  const element = { scrollIntoView() {} };
  for (const id of Object.keys(presets)) address.announce(id, element);
  address.follow();
  for (const id of Object.keys(presets)) if (!late.includes(id)) join(page, id);
  return page;
}

function join(page, id) {
  const { description } = EXPLORERS[slugOf(id)];
  page.states[id] = new State(description, acceptAll(description, page.presets[id]).values);
  page.address.join(id, page.states[id], (names) => (page.refused[id] = names));
}

/** Time passes, by a millisecond for each look at the clock, until no timer waits any more. */
function timers() {
  while (browser.timers.size) {
    const due = [...browser.timers.values()];
    browser.timers.clear();
    for (const does of due) does();
  }
}

function events() {
  for (; browser.events; browser.events -= 1) {
    for (const [name, listener] of browser.listeners) if (name === "hashchange") listener();
  }
}

function go(to) {
  const [from, target] = [here().url, browser.entries[to]];
  if (!target) return;
  browser.at = to;
  if (target.url !== from) browser.events += 1;
}

const MOVES = {
  set: ({ id, changes }, page) => page.states[id]?.set(changes),
  link({ hash }) {
    const url = new URL(`${HOME}#${hash}`).href;
    if (url === here().url) return;
    browser.entries = [...browser.entries.slice(0, browser.at + 1), { url, state: null }];
    browser.at += 1;
    browser.events += 1;
  },
  back: () => go(browser.at - 1),
  forward: () => go(browser.at + 1),
  join: ({ id }, page) => page.states[id] || join(page, id),
  reset: ({ id }, page) => page.states[id]?.set(page.states[id].initial),
  timers,
  events,
};

function valuesOf(page) {
  return Object.fromEntries(Object.entries(page.states).map(([id, { values }]) => [id, values]));
}

/** What a visit of the address gives, without leaving a trace in this one. */
async function fresh({ presets }) {
  const kept = { ...browser, timers: browser.timers, kept: notes };
  Object.assign(browser, { entries: [{ ...here(), state: null }], at: 0, timers: new Map() });
  const page = await open(presets);
  Object.assign(browser, kept);
  notes = kept.kept;
  return valuesOf(page);
}

async function run({ presets, late = [], start = "", moves }) {
  Object.assign(browser, { entries: [{ url: HOME + start, state: null }], at: 0, events: 0 });
  notes = [];
  let page = await open(presets, late);
  const told = [];
  for (const move of moves) {
    if (move.by === "reload") page = await open(presets);
    else MOVES[move.by](move, page);
    await undefined; // what waits for the end of the task
    if (!move.hold) {
      events();
      timers();
    }
    told.push({
      states: valuesOf(page),
      hash: location.hash,
      refused: { ...page.refused },
      notes: notes.map(({ words }) => words),
      links: Object.fromEntries(
        Object.entries(page.states).map(([id, state]) => [id, page.address.linkTo(id, state)]),
      ),
      listeners: Object.values(page.states).map((state) => state.listeners.size),
      fresh: move.hold ? null : await fresh(page),
    });
  }
  return told;
}

const found = [];
for (const one of JSON.parse(readFileSync(process.argv[2], "utf8"))) found.push(await run(one));
process.stdout.write(JSON.stringify(found));
