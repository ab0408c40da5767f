/** A picture of one's own in an explorer; what reads it is loaded when it is asked for. */

import { part } from "../data.js";
import { element } from "./dom.js";

/**
 * @typedef {{take: (levels: Float64Array) => void, side?: number, words?: string,
 *   forget?: () => void}} Wanted
 *   what becomes of it, where it is not the setting `own_picture`; take receives the brightness of
 *   28 × 28 pixels, or of another side, from 0 to 1; words: what becomes of it
 * @typedef {{root: HTMLElement, read: (file: File) => Promise<void>}} Own what reads pictures
 */

/**
 * A fold with all ways to bring a picture; files may also be dropped and pasted anywhere in the
 * explorer.
 * @param {Pick<import("../frame.js").Host, "root" | "state">} host
 * @param {Wanted} [wanted]
 * @param {(file: File) => boolean} [other] takes a file that is no picture
 */
export function ownPicture({ root, state }, wanted, other = () => false) {
  const fold = element("details", { class: "own" });
  fold.append(element("summary", {}, "A picture of your own"));
  /** @type {Promise<Own> | undefined} */
  let made;
  const open = async () => {
    const { Own } = /** @type {any} */ (await part("picture"));
    const own = new Own(state, wanted);
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
  const want = () => {
    if (state.values.image === "own" && !state.values.own_picture) fold.open = true;
  };
  state.subscribe(want);
  want();
  const bring = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ given) => {
    const file = given?.files[0];
    // A table copied for a cell comes with its picture.
    const text = event.type === "paste" && given?.types.includes("text/plain");
    if (!file || (text && event.composedPath()[0] instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (other(file)) return;
    fold.open = true;
    ready()
      .then((own) => own.read(file))
      .catch(() => {});
  };
  const box = root.closest(".explorer") ?? root;
  const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ answer) =>
    box.addEventListener(name, answer);
  on("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  on("drop", (event) => bring(event, event.dataTransfer));
  on("paste", (event) => bring(event, event.clipboardData));
  return fold;
}
