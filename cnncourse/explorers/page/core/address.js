/**
 * Keep the page's address and the states of its explorers alike.
 *
 * An address that names explorers says what all of the page are set to: those that it does not
 * name are as the page has them. An address of a section alone says nothing of them, so they stay
 * as they are, and what they are is written into it. The entries of the browser's history that
 * come from one such link are one visit: back and forward within it change the place in the page
 * only; back to another visit brings its explorers back as they were left.
 */

import { decoded, format, parse } from "./fragment.js";
import { tellUnknown } from "./refusals.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./settings.js").Values} Values
 * @typedef {Map<string, Values>} States by the name that an explorer has in the page
 * @typedef {{element: HTMLElement, state?: State, refuse?: (names: string[]) => void}} Explorer
 *   without a state until its scripts are there
 */

/** @type {Map<string, Explorer>} */
const explorers = new Map();
const own = /** @type {HTMLScriptElement | null} */ (
  typeof document === "undefined" ? null : document.currentScript
);
/** The page of all explorers: the book says where it is; else it lies beside the scripts' folder. */
const EXPLORERS = own?.dataset.explorers ?? (own ? new URL("../explorers.html", own.src).href : "");
/** What a visit is called in the entries of the history. */
const VISIT = "explorers";
/** Milliseconds of rest before what moves is written: browsers limit how often one may. */
const REST = 200;

/** What is asked of the explorers that are not there yet. @type {States} */
let asked = new Map();
let visit = 0;
/** How the other visits were left. @type {Map<number, States>} */
const left = new Map();
/** The fragment that the explorers follow, as it was read or written last. */
let followed = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** When something last moved, by a clock that is never set. */
let moved = -REST;

/**
 * Say that the page has an explorer, before it can answer.
 * @param {string} id its name in the address
 * @param {HTMLElement} element
 * @returns {() => void} says that it is gone; should it come back, it is as it was
 */
export function announce(id, element) {
  explorers.set(id, { element });
  if (asked.has(id)) writeSoon();
  return () => {
    const { state } = explorers.get(id) ?? {};
    if (state?.moved) asked.set(id, state.changed());
    explorers.delete(id);
    writeSoon();
  };
}

/**
 * Join an explorer to the address: take its state from there, and write what changes.
 * @param {string} id
 * @param {State} state
 * @param {(names: string[]) => void} refuse is told which settings the address has wrong
 */
export function join(id, state, refuse) {
  const one = { .../** @type {Explorer} */ (explorers.get(id)), state, refuse };
  explorers.set(id, one);
  take(id, one);
  state.subscribe(writeSoon);
}

/** Set an explorer to what is asked of it, the rest as the page has it.
 * @param {string} id @param {Explorer} one */
function take(id, { state, refuse }) {
  if (!state) return;
  const given = asked.get(id);
  asked.delete(id);
  const { own_picture: _, ...first } = state.initial; // no address holds one: it stays
  refuse?.(state.set({ ...first, ...given }));
}

/** What every explorer is set to, where that is not as the page has it. @returns {States} */
function states() {
  const found = new Map();
  for (const [id, { state }] of explorers) {
    const given = state?.moved ? state.changed() : asked.get(id);
    if (given) found.set(id, given);
  }
  return found;
}

/** The address that shows one explorer as it is now. @param {string} id @param {State} state */
export function linkTo(id, state) {
  return `${page()}#${format("", new Map([[id, state.changed()]]))}`;
}

/**
 * The address of the page of all explorers, with this one as it is now.
 * @param {string} name of the explorer
 * @param {State} state
 */
export function whole(name, state) {
  return `${EXPLORERS}#${format("", new Map([[name, state.changed()]]))}`;
}

/** The page's address without its fragment. */
function page() {
  return location.href.split("#")[0];
}

/** The first move after a rest is written at once, so that a reload finds it. */
function writeSoon() {
  const now = performance.now();
  if (now - moved >= REST) queueMicrotask(write);
  else waiting ??= setTimeout(writeRested, REST);
  moved = now;
}

/** One timer for many moves: to set one anew for each takes longer. */
function writeRested() {
  const left = moved + REST - performance.now();
  if (left <= 0) write();
  else waiting = setTimeout(writeRested, left);
}

/** @returns {void} */
function write() {
  clearTimeout(waiting);
  waiting = undefined;
  // Someone followed a link of which the browser has not told yet: that comes first.
  if (location.hash !== followed) return read();
  const fragment = format(parse(followed).anchor, states());
  mark(fragment ? `${page()}#${fragment}` : page());
  followed = location.hash;
}

/** Note in the history which visit this entry is of. @param {string} address of the entry */
function mark(address) {
  try {
    history.replaceState({ ...history.state, [VISIT]: visit }, "", address);
  } catch {
    waiting = setTimeout(write, 5 * REST); // too often for this browser
  }
}

/** The address is another one: someone followed a link within the page, typed, or went back. */
function read() {
  const { anchor, states: given } = parse(location.hash);
  const known = history.state?.[VISIT] ?? (given.size ? undefined : visit);
  followed = location.hash;
  if (known === visit) return write();
  left.set(visit, states());
  visit = known ?? Math.max(Date.now(), visit + 1);
  asked = new Map(left.get(visit) ?? given);
  for (const [id, one] of explorers) take(id, one);
  const ids = known ? [] : [...given.keys()];
  const note = tellUnknown(ids.filter((id) => !explorers.has(id)));
  if (known) return write();
  mark(location.href);
  show(anchor, ids, note);
}

/** Scroll, since the browser knows no anchor with a state behind it.
 * @param {string} anchor @param {string[]} ids @param {HTMLElement} [note] */
function show(anchor, ids, note) {
  const section = anchor ? document.getElementById(decoded(anchor) ?? "") : null;
  const first = ids.map((id) => explorers.get(id)?.element).find(Boolean);
  (section ?? first ?? note)?.scrollIntoView();
}

/** Follow the address from now on; call once all explorers of the page are announced. */
export function follow() {
  const here = location.hash;
  const { anchor, states: given } = parse(here);
  asked = given;
  followed = here;
  visit = history.state?.[VISIT] ?? Date.now();
  mark(location.href);
  const ids = [...given.keys()];
  const note = tellUnknown(ids.filter((id) => !explorers.has(id)));
  addEventListener("hashchange", read);
  addEventListener("pagehide", () => waiting && write());
  // Not where the reader has gone on meanwhile.
  const arrive = () => ids.length && location.hash === here && show(anchor, ids, note);
  addEventListener("explorers-ready", arrive, { once: true });
}
