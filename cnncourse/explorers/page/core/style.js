/** The style sheets of an explorer: what all share, its own, and last what paper needs. */

import base from "./base.css";
import { element } from "./drawing/dom.js";
import print from "./print.css";
import shown from "./shown.css";

/** Of the shared scripts that the page has. @type {string[]} */
const more = [];

/** Called by a shared script that has a style. @param {string} style */
export function addStyle(style) {
  more.push(style);
}

/** @param {ShadowRoot} shadow @param {string} own the explorer's own style */
export function dress(shadow, own) {
  for (const text of [base + shown + more.join(""), own + print])
    shadow.append(element("style", {}, text));
}
