/** The numbers of a stack as squares on the ground of their channel: as maps, and as a vector. */

import { element, setText } from "./dom.js";

/**
 * Numbers go by their place in Keras's vector.
 * @typedef {{choose: (place: number) => void, look: (place: number | null) => void,
 *   where: () => number}} Hand
 *   look: shows a place that is pointed at, until it is null; where: the place that is chosen,
 *   which may be ahead of what was drawn last
 */

/** Squares in one region that takes the focus; a click on a square chooses it. */
class Cells {
  /**
   * @param {string} name of its style
   * @param {Hand} hand
   * @param {(key: string, place: number) => number | undefined} step where a key leads from a
   *   place, if anywhere
   */
  constructor(name, { choose, look, where }, step) {
    this.root = element("div", { class: `cells ${name}`, role: "application", tabindex: 0 });
    /** @type {Map<number, HTMLElement>} */
    this.squares = new Map();
    this.place = 0;
    const point =
      (/** @type {(place: number) => void} */ answer) => (/** @type {Event} */ event) => {
        const target = /** @type {Element} */ (event.target).closest("[data-place]");
        const touch = /** @type {PointerEvent} */ (event).pointerType === "touch";
        if (!target || (touch && answer === look)) return;
        answer(Number(/** @type {HTMLElement} */ (target).dataset.place));
      };
    this.root.addEventListener("pointerover", point(look));
    this.root.addEventListener("pointerleave", () => look(null));
    this.root.addEventListener("click", point(choose));
    this.root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const place = step(event.key, where());
      if (place === undefined) return;
      event.preventDefault();
      choose(place);
    });
  }

  /** @param {number} place @param {number} channel */
  square(place, channel) {
    const words = element("small", {}, `c${channel}`);
    const attributes = { class: `cell channel-${channel}`, "data-place": place };
    const made = element("span", { ...attributes, "aria-hidden": "true" }, String(place), words);
    this.squares.set(place, made);
    return made;
  }

  /** Mark one square. @param {number} place @param {string} label what the region says of it */
  select(place, label) {
    this.squares.get(this.place)?.classList.remove("chosen");
    this.squares.get(place)?.classList.add("chosen");
    this.place = place;
    this.root.setAttribute("aria-label", label);
  }
}

/** The maps of a stack side by side, one for each channel. */
export class StackPicture extends Cells {
  /** @param {Hand} hand */
  constructor(hand) {
    super("stack", hand, (key, place) => this.step(key, place));
    this.root.setAttribute("aria-roledescription", "stack of maps");
    this.shape = [0, 0, 0];
  }

  /** @param {number[]} shape height, width, channels */
  draw(shape) {
    this.shape = shape;
    const [height, width, channels] = shape;
    this.squares.clear();
    const maps = Array.from({ length: channels }, (_, channel) => {
      const grid = element("div", { class: "grid", "aria-hidden": "true" });
      grid.style.gridTemplateColumns = `repeat(${width + 1}, auto)`;
      const heads = Array.from({ length: width }, (_, column) => head(column));
      grid.append(element("span"), ...heads);
      for (let row = 0; row < height; row += 1) {
        grid.append(head(row));
        for (let column = 0; column < width; column += 1) {
          grid.append(this.square((row * width + column) * channels + channel, channel));
        }
      }
      return element("figure", {}, element("figcaption", {}, `Channel ${channel}`), grid);
    });
    this.root.replaceChildren(...maps);
  }

  /** @param {string} key @param {number} place */
  step(key, place) {
    const [height, width, channels] = this.shape;
    const moves = {
      ArrowUp: -width * channels,
      ArrowDown: width * channels,
      ArrowLeft: -channels,
      ArrowRight: channels,
      "[": -1,
      "]": 1,
      PageUp: -1,
      PageDown: 1,
    };
    if (key === "Home") return 0;
    if (key === "End") return height * width * channels - 1;
    const move = moves[/** @type {keyof typeof moves} */ (key)];
    if (!move) return undefined;
    const pixel = Math.floor(place / channels);
    const at = [Math.floor(pixel / width), pixel % width, place % channels];
    const axis = key.startsWith("Arrow") ? (/Up|Down/.test(key) ? 0 : 1) : 2;
    const next = at[axis] + Math.sign(move);
    return next >= 0 && next < this.shape[axis] ? place + move : place;
  }
}

/** A vector as squares in its own order; the arrow keys walk along it. */
export class VectorPicture extends Cells {
  /** @param {Hand} hand */
  constructor(hand) {
    super("vector", hand, (key, place) => this.step(key, place));
    this.root.setAttribute("aria-roledescription", "vector");
    /** @type {number[]} */
    this.order = [];
  }

  /** @param {ArrayLike<number>} order places in Keras's vector @param {number} channels */
  draw(order, channels) {
    this.order = Array.from(order);
    this.squares.clear();
    this.root.replaceChildren(...this.order.map((place) => this.square(place, place % channels)));
    this.root.style.setProperty("--count", String(order.length));
  }

  /** @param {string} key @param {number} place */
  step(key, place) {
    const last = this.order.length - 1;
    const at = this.order.indexOf(place);
    const steps = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: last,
    };
    const to = steps[/** @type {keyof typeof steps} */ (key)];
    return to === undefined ? undefined : this.order[Math.min(Math.max(to, 0), last)];
  }
}

/** The number of a row or column. @param {number} index */
function head(index) {
  return element("span", { class: "head" }, String(index));
}

/** A row of numbers as text, one of them marked. */
export class NumberRow {
  constructor() {
    this.root = element("code", { class: "numbers" });
    /** @type {HTMLElement[]} */
    this.marks = [];
    this.chosen = 0;
  }

  /** @param {ArrayLike<number>} numbers */
  draw(numbers) {
    this.marks = Array.from(numbers, (each) => element("span", {}, String(each)));
    const parts = this.marks.flatMap((mark, i) => (i ? [", ", mark] : [mark]));
    this.root.replaceChildren("[", ...parts, "]");
  }

  /** @param {number} index */
  select(index) {
    this.marks[this.chosen]?.classList.remove("chosen");
    this.marks[index]?.classList.add("chosen");
    this.chosen = index;
  }
}

/** Words with one number in them that a reader may look for. */
export class Told {
  /** @param {string} result its name among the results @param {string} words before the number */
  constructor(result, words) {
    this.value = element("strong", { class: "number", "data-result": result });
    this.rest = element("span");
    this.formula = element("span", { class: "formula number" });
    this.root = element("p", { class: "told" }, `${words}: place `, this.value, this.rest);
    this.root.append(this.formula);
  }

  /** @param {number} index @param {number} count @param {string} formula */
  draw(index, count, formula) {
    setText(this.value, String(index));
    setText(this.rest, ` of ${count} (from 0)`);
    setText(this.formula, formula);
  }
}
