/** Where a cell's own output stands, in place of the printed one. */

import { drawn } from "./arrays.js";
import { make } from "./elements.js";

/** @typedef {import("../python.js").Run} Run */

export class Output {
  /** @param {HTMLElement} cell @param {HTMLElement} after where it stands if nothing was printed */
  constructor(cell, after) {
    this.printed = /** @type {HTMLElement[]} */ ([...cell.querySelectorAll(".cell_output")]);
    this.last = this.printed.at(-1) ?? after;
    this.folded = /** @type {HTMLDetailsElement | null} */ (
      this.printed.at(-1)?.closest("details") ?? null
    );
    this.live = make("div", { class: "cell_output live-output docutils container" });
    this.text = make("pre", {});
  }

  /** Take the place of what was printed. */
  begin() {
    for (const one of this.printed) one.hidden = true;
    // A reader who runs a cell asks for its answer.
    if (this.folded?.contains(this.last)) this.folded.open = true;
    this.text = make("pre", {});
    this.live.replaceChildren();
    if (!this.live.isConnected) this.last.after(this.live);
  }

  /** @param {string} words */
  add(words) {
    if (!this.text.isConnected) {
      const box = make("div", { class: "output text_plain highlight-none notranslate" }, [
        make("div", { class: "highlight" }, [this.text]),
      ]);
      this.live.prepend(box);
    }
    this.text.append(words);
  }

  /** Show what came beside the text. @param {Run} run */
  end({ shown, error }) {
    for (const array of shown) this.live.append(drawn(array));
    if (error) this.live.append(told(error));
    if (!this.live.childNodes.length) this.live.remove();
  }

  /** What was printed is back. */
  restore() {
    this.live.remove();
    for (const one of this.printed) one.hidden = false;
  }
}

/** An error: its last line first, the whole when it is asked for.
 * @param {import("../python.js").Failure} error */
function told({ last, more, line, whole }) {
  const where = line ? ` (line ${line} of this cell)` : "";
  const made = make("div", { class: "run-error" }, [
    make("p", {}, [make("strong", {}, [last]), where]),
  ]);
  if (more) made.append(make("p", {}, [more]));
  if (whole) {
    const steps = make("pre", { tabindex: "0", "aria-label": "The whole error" }, [whole]);
    made.append(make("details", {}, [make("summary", {}, ["The whole error"]), steps]));
  }
  return made;
}
