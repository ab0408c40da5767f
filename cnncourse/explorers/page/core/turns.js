/**
 * When each explorer of a page starts: those in view first, then the others from top to bottom; and
 * one that needs large data only when it is about to be seen.
 */

import { find, load } from "./data.js";
import { parse } from "./fragment.js";

/**
 * @typedef {{
 *   id: string, name: string, element: HTMLElement,
 *   start: (explorer: import("./registry.js").Explorer, data: any) => void,
 *   fail: (error: Error) => void,
 * }} Turn an explorer that is to start: its name in the address, and that of its script
 */

const LARGE = /maps|weights/; // data of which a page that does not show them need not load any
const NEAR = "100%"; // of the screen: how far from being seen large data are asked for

/** @type {Turn[]} */
let waiting = [];

/** Start an explorer in its turn, with all that the page has brought by now. @param {Turn} turn */
export function inTurn(turn) {
  waiting.push(turn);
  if (waiting.length === 1) queueMicrotask(startAll);
}

async function startAll() {
  const turns = waiting;
  waiting = [];
  // What is not in view is not even asked for before what is in view answers.
  for (const some of [turns.filter(isSeen), turns.filter((turn) => !isSeen(turn))]) {
    // Asked for all at once, and in this order; what fails is told when its turn has come.
    /** @type {[Turn, Promise<() => void>][]} */
    const left = some.map((turn) => [turn, fetched(turn).catch(failed)]);
    while (left.length) {
      const at = left.findIndex(([turn]) => isSeen(turn));
      const [[turn, start]] = left.splice(Math.max(at, 0), 1);
      attempt(turn, await start);
      // The browser may draw and answer; who has gone on meanwhile sees what is next.
      await new Promise((done) => setTimeout(done));
    }
  }
  document.dispatchEvent(new Event("explorers-ready", { bubbles: true }));
}

/** What tells of an error, in place of a start. @param {Error} error */
function failed(error) {
  return () => {
    throw error;
  };
}

/** Start one; what it throws leaves the others alone. @param {Turn} turn @param {() => void} start */
function attempt(turn, start) {
  try {
    start();
  } catch (error) {
    turn.fail(/** @type {Error} */ (error));
  }
}

/** Whether an explorer is in view, or the address leads to it. @param {Turn} turn */
function isSeen({ id, element }) {
  const { top, bottom } = element.getBoundingClientRect(); // both are 0 where it is hidden
  return isNamed(id) || (bottom > 0 && top < innerHeight);
}

/** @param {string} id */
function isNamed(id) {
  return parse(location.hash).states.has(id);
}

/** What starts an explorer, once all is there. @param {Turn} turn @returns {Promise<() => void>} */
async function fetched(turn) {
  const seen = isSeen(turn);
  const explorer = await find(turn.name);
  const { data } = explorer.description;
  const start = async () => {
    const loaded = await load(data);
    return () => turn.start(explorer, loaded);
  };
  if (seen || !LARGE.test(data.join())) return start();
  whenNear(turn)
    .then(start)
    .catch(failed)
    .then((found) => attempt(turn, found));
  return () => {};
}

/** Wait until an explorer is about to be seen, or the address leads to it. @param {Turn} turn */
function whenNear({ id, element }) {
  return new Promise((done) => {
    const observer = new IntersectionObserver(
      (entries) => entries.some((one) => one.isIntersecting) && come(),
      { rootMargin: NEAR },
    );
    const follow = () => isNamed(id) && element.scrollIntoView();
    const come = () => {
      observer.disconnect();
      removeEventListener("hashchange", follow);
      done(undefined);
    };
    observer.observe(element);
    addEventListener("hashchange", follow);
  });
}
