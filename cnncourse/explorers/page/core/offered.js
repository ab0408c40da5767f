/** What an explorer offers beside its drawing, loaded when it is first asked for. */

import { part } from "./data.js";
import { element } from "./drawing/dom.js";

/** @typedef {import("./frame.js").Frame} Frame */

/** Asks for a part as often as it takes, and says what went wrong.
 * @param {string} name @param {HTMLElement} root @param {Frame} [frame] */
export function asker(name, root, frame) {
  const said = element("p");
  /** @type {(() => void) | undefined} */
  let draw;
  return async () => {
    try {
      const { style, mount } = await part(name);
      if (!draw) root.append(element("style", {}, style));
      draw ??= mount(/** @type {any} */ ({ root, frame }));
      said.remove();
      draw();
    } catch (error) {
      said.textContent = /** @type {Error} */ (error).message;
      root.append(said);
    }
  };
}

/**
 * A part behind its words; once it has been unfolded, it follows what is drawn.
 * @param {string} name of the part
 * @param {Frame} frame
 */
export function offered(name, frame) {
  const root = element("details", { class: `part-${name}` }, element("summary", {}, `As ${name}`));
  const ask = asker(name, root, frame);
  const update = () => root.open && ask();
  root.addEventListener("toggle", update);
  return { root, update };
}
