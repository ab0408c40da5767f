/** Keep the page's address and the states of its explorers alike. */

import { format, parse } from "./fragment.js";

/** @typedef {import("./state.js").State} State */

/** @type {Map<string, {state: State, element: HTMLElement, refuse: (names: string[]) => void}>} */
const explorers = new Map();
const own = /** @type {HTMLScriptElement | null} */ (
  typeof document === "undefined" ? null : document.currentScript
);
/** The page of all explorers: the book says where it is; else it lies beside the scripts' folder. */
const EXPLORERS = own?.dataset.explorers ?? (own ? new URL("../explorers.html", own.src).href : "");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let arrived = false;

/**
 * Join an explorer to the address: take its state from there, and write what changes.
 * @param {string} id its name in the address
 * @param {State} state
 * @param {HTMLElement} element
 * @param {(names: string[]) => void} refuse is told which settings the address had wrong
 * @returns {() => void} parts them
 */
export function join(id, state, element, refuse) {
  explorers.set(id, { state, element, refuse });
  const given = parse(location.hash).states.get(id);
  if (given) refuse(state.set(given));
  const leave = state.subscribe(writeSoon);
  return () => {
    leave();
    explorers.delete(id);
  };
}

/** The address that shows one explorer as it is now. @param {string} id */
export function linkTo(id) {
  const one = explorers.get(id);
  const fragment = format("", new Map([[id, one ? one.state.changed() : {}]]));
  return `${location.href.split("#")[0]}#${fragment}`;
}

/**
 * The address of the page of all explorers, with this one as it is now.
 * @param {string} name of the explorer
 * @param {State} state
 */
export function whole(name, state) {
  return `${EXPLORERS}#${format("", new Map([[name, state.changed()]]))}`;
}

/** A browser limits how often an address may change, so a moving slider writes once it rests. */
function writeSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(write, 300);
}

function write() {
  const { anchor } = parse(location.hash);
  const states = new Map();
  for (const [id, { state }] of explorers) {
    const changed = state.changed();
    if (Object.keys(changed).length) states.set(id, changed);
  }
  const fragment = format(anchor, states);
  const own = location.href.split("#")[0];
  history.replaceState(history.state, "", fragment ? `${own}#${fragment}` : own);
}

/** Someone followed a link within the page, or typed: set the explorers that it names. */
function read() {
  const { anchor, states } = parse(location.hash);
  for (const [id, given] of states) {
    const one = explorers.get(id);
    if (!one) continue;
    one.refuse(one.state.set({ ...one.state.initial, ...given }));
  }
  if (states.size) show(anchor, states);
}

/** The browser knows no anchor with a state behind it, so the page is scrolled here. */
function show(/** @type {string} */ anchor, /** @type {Map<string, unknown>} */ states) {
  const first = explorers.get([...states.keys()][0]);
  const target = anchor ? document.getElementById(decodeURIComponent(anchor)) : first?.element;
  target?.scrollIntoView();
}

/** Follow the address from now on; call once all explorers of the page have joined. */
export function follow() {
  if (arrived) return;
  arrived = true;
  addEventListener("hashchange", read);
  const { anchor, states } = parse(location.hash);
  if (states.size) show(anchor, states);
}
