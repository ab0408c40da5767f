/** A picture of one's own in an explorer; what reads it is loaded when it is asked for. */

import { part } from "../data.js";
import { element } from "./dom.js";

/**
 * @typedef {{side: number, colour: boolean, words: string,
 *   take: (levels: Float64Array) => void}} Wanted
 *   side: rows and columns; take receives red, green and blue of each pixel, or its brightness,
 *   from 0 to 1; words: what becomes of the picture
 * @typedef {{root: HTMLElement, read: (file: File) => Promise<void>}} Own what reads pictures
 */

/**
 * A fold with all ways to bring a picture; files may also be dropped and pasted anywhere in `root`.
 * @param {HTMLElement} root of the explorer
 * @param {Wanted} wanted
 * @param {(file: File) => boolean} [other] takes a dropped file that is no picture
 */
export function ownPicture(root, wanted, other = () => false) {
  const fold = element("details", { class: "own" });
  fold.append(element("summary", {}, "A picture of your own"));
  /** @type {Promise<Own> | undefined} */
  let made;
  const open = async () => {
    const { Own } = /** @type {any} */ (await part("picture"));
    const own = new Own(wanted);
    fold.append(own.root);
    return own;
  };
  const ready = () => {
    made ??= open().catch((error) => {
      made = undefined;
      fold.append(element("p", { class: "note" }, error.message));
      throw error;
    });
    return made;
  };
  fold.addEventListener("toggle", () => fold.open && ready().catch(() => {}));
  const bring = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ given) => {
    const file = given?.files[0];
    if (!file) return;
    event.preventDefault();
    if (other(file)) return;
    fold.open = true;
    ready()
      .then((own) => own.read(file))
      .catch(() => {});
  };
  root.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  root.addEventListener("drop", (event) => bring(event, event.dataTransfer));
  root.addEventListener("paste", (event) => bring(event, event.clipboardData));
  return fold;
}
