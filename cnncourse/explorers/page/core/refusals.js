/** What an address asks for and the page does not have or take, in words. */

import { element } from "./drawing/dom.js";

/** The most names that are said, and the most letters of one. */
const [NAMES, LETTERS] = [4, 30];

/** Names as one says them: the first few, long ones shortened. @param {string[]} names */
function listed(names) {
  const short = names.slice(0, NAMES).map((name) => {
    const letters = [...name];
    return letters.length > LETTERS ? `${letters.slice(0, LETTERS).join("")}…` : name || "“”";
  });
  const more = names.length - short.length;
  return [...short, ...(more ? [`${more} more`] : [])].join(", ");
}

/**
 * Which settings of an address were not taken, and why; empty where there is none.
 * @param {string[]} names
 * @param {import("./settings.js").Description} description
 */
export function refusal(names, { settings }) {
  const has = (/** @type {string} */ name) => settings.some((one) => one.name === name);
  const [known, unknown] = [names.filter(has), names.filter((name) => !has(name))];
  const parts = [];
  if (known.length) parts.push(`${listed(known)} (no such value)`);
  if (unknown.length) parts.push(`${listed(unknown)} (no such setting)`);
  return parts.length ? `Not taken from the address: ${parts.join("; ")}.` : "";
}

const ID = "cnncourse-not-taken";

/**
 * Say at the top of the page which explorers of an address it does not have.
 * @param {string[]} names none take the words away
 * @returns {HTMLElement | undefined} the words, to scroll to
 */
export function tellUnknown(names) {
  document.getElementById(ID)?.remove();
  if (!names.length) return undefined;
  const words = `Not taken from the address: ${listed(names)} (no such explorer in this page).`;
  const note = element("p", { id: ID, role: "status" }, words);
  note.style.cssText = "overflow-wrap: anywhere; border-left: 4px solid #c14f00; padding: 0 0.7rem";
  (document.querySelector("article") ?? document.body).prepend(note);
  return note;
}
