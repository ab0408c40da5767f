/** Controls that have no part in what is shown, and why: dimmed and said, but not locked. */

import { element, setText } from "./dom.js";

/**
 * Say at a setting's control why it changes nothing now, or take that back.
 * @param {HTMLElement} root the drawing; a notebook's sliders are not within reach
 * @param {string} name of the setting
 * @param {string} why empty where it does change something
 */
export function idle(root, name, why) {
  const control = root.closest(".explorer")?.querySelector(`[data-control="${name}"]`);
  if (!control) return;
  control.classList.toggle("idle", Boolean(why));
  let note = control.querySelector(".why");
  if (!note && why) {
    note = element("small", { class: "why" });
    control.querySelector("label")?.append(" ", note);
  }
  if (note) setText(note, why && `(${why})`);
}

/**
 * The same for several settings, once the page's controls are there: they come after the drawing.
 * @param {HTMLElement} root
 * @param {{[name: string]: string}} whys
 */
export function idleAll(root, whys) {
  queueMicrotask(() => {
    for (const [name, why] of Object.entries(whys)) idle(root, name, why);
  });
}
