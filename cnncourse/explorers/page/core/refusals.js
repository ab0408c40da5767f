/** What an address asks for and the page does not have or take, in words. */

import { element } from "./drawing/dom.js";

/** The most names that are said, and the most letters of one. */
const [NAMES, LETTERS] = [4, 30];

/** Names as one says them: the first few, long ones shortened. @param {string[]} names */
function listed(names) {
  const short = names.slice(0, NAMES).map((name) => {
    const letters = [...name];
    return letters.length > LETTERS ? `${letters.slice(0, LETTERS).join("")}…` : name;
  });
  const more = names.length - short.length;
  return [...short, ...(more ? [`${more} more`] : [])].join(", ");
}

/** @param {string} what */
function told(what) {
  return `Not taken from the address: ${what}.`;
}

/**
 * Which settings of an address were not taken, and why; empty where there is none.
 * @param {string[]} names
 * @param {import("./settings.js").Description} description
 */
export function refusal(names, { settings }) {
  const parts = ["value", "setting"].map((what) => {
    const some = names.filter(
      (name) => settings.some((s) => s.name === name) === (what === "value"),
    );
    return some.length ? `${listed(some)} (no such ${what})` : "";
  });
  return names.length ? told(parts.filter(Boolean).join("; ")) : "";
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
  const words = told(`${listed(names)} (no such explorer in this page)`);
  const note = element("p", { id: ID, role: "status" }, words);
  note.style.cssText = "overflow-wrap:anywhere;border:solid";
  (document.querySelector("article") ?? document.body).prepend(note);
  return note;
}
