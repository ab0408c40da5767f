/** What an explorer offers below its drawing, folded, and loads only when it is asked for. */

import { part } from "./data.js";
import { element } from "./drawing/dom.js";

/** The words that each part is unfolded by. @type {{[name: string]: string}} */
const WORDS = { code: "As code" };

/**
 * A part behind its words; once it has been unfolded, it follows what is drawn.
 * @param {string} name of the part
 * @param {Omit<Parameters<import("./registry.js").Part["mount"]>[0], "root">} host
 */
export function offered(name, host) {
  const words = element("summary", {}, WORDS[name]);
  const root = element("details", { class: `part-${name}` }, words);
  /** @type {(() => void) | undefined} */
  let draw;
  let asked = false;
  const ask = async () => {
    asked = true;
    try {
      const { style, mount } = await part(name);
      const place = element("div");
      draw = mount({ ...host, root: place });
      for (const note of root.querySelectorAll(".note")) note.remove();
      root.append(element("style", {}, style), place);
      draw();
    } catch (error) {
      asked = false;
      root.append(element("p", { class: "note" }, /** @type {Error} */ (error).message));
    }
  };
  root.addEventListener("toggle", () => {
    if (!root.open) return;
    if (draw) draw();
    else if (!asked) ask();
  });
  return { root, update: () => root.open && draw?.() };
}
