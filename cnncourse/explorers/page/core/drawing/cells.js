/** The numbers of a stack as squares on the ground of their channel: as maps, and as a vector. */

import { element, setAttributes, setText } from "./dom.js";

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

  /** Let squares that are there show other numbers: only what differs is touched.
   * @param {HTMLElement[]} squares @param {(i: number) => number} placeOf
   * @param {number} channels */
  renumber(squares, placeOf, channels) {
    squares.forEach((square, i) => {
      const place = placeOf(i);
      const channel = place % channels;
      const name = `cell channel-${channel}`;
      if (square.className !== name) square.className = name;
      setAttributes(square, { "data-place": place });
      const text = /** @type {Text} */ (square.firstChild);
      if (text.data !== String(place)) text.data = String(place);
      if (square.children[0]) setText(square.children[0], `c${channel}`);
      this.squares.set(place, square);
    });
  }

  /** Mark one square. @param {number} place @param {string} label what the region says of it */
  select(place, label) {
    this.squares.get(this.place)?.classList.remove("chosen");
    this.squares.get(place)?.classList.add("chosen");
    this.place = place;
    this.root.setAttribute("aria-label", label);
  }
}

/** A square without its number. @param {boolean} named whether its channel is written in it */
function square(named) {
  return element("span", { "aria-hidden": "true" }, " ", ...(named ? [element("small")] : []));
}

/** The maps of a stack side by side, one for each channel. */
export class StackPicture extends Cells {
  /** @param {Hand} hand */
  constructor(hand) {
    super("stack", hand, (key, place) => this.step(key, place));
    this.root.setAttribute("aria-roledescription", "stack of maps");
    this.shape = [0, 0, 0];
    /** @type {{root: HTMLElement, squares: HTMLElement[]}[]} */
    this.maps = [];
  }

  /** @param {number[]} shape height, width, channels */
  draw(shape) {
    const [height, width, channels] = shape;
    const alike = height === this.shape[0] && width === this.shape[1];
    this.shape = shape;
    this.squares.clear();
    for (const map of this.maps.splice(alike ? channels : 0)) map.root.remove();
    while (this.maps.length < channels) {
      const map = makeMap(height, width, this.maps.length);
      this.root.append(map.root);
      this.maps.push(map);
    }
    this.maps.forEach(({ squares }, channel) =>
      this.renumber(squares, (pixel) => pixel * channels + channel, channels),
    );
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

/** One map, its rows and columns numbered. @param {number} height @param {number} width
 * @param {number} channel */
function makeMap(height, width, channel) {
  const grid = element("div", { class: "grid", "aria-hidden": "true" });
  grid.style.gridTemplateColumns = `repeat(${width + 1}, auto)`;
  grid.append(element("span"), ...Array.from({ length: width }, (_, column) => head(column)));
  const squares = Array.from({ length: height * width }, () => square(false));
  for (let row = 0; row < height; row += 1) {
    grid.append(head(row), ...squares.slice(row * width, (row + 1) * width));
  }
  const caption = element("figcaption", {}, `Channel ${channel}`);
  return { root: element("figure", {}, caption, grid), squares };
}

/** A vector as squares in its own order; the arrow keys walk along it. */
export class VectorPicture extends Cells {
  /** @param {Hand} hand */
  constructor(hand) {
    super("vector", hand, (key, place) => this.step(key, place));
    this.root.setAttribute("aria-roledescription", "vector");
    /** @type {number[]} */
    this.order = [];
    /** @type {HTMLElement[]} in that order */
    this.all = [];
  }

  /** @param {ArrayLike<number>} order places in Keras's vector @param {number} channels */
  draw(order, channels) {
    this.order = Array.from(order);
    this.squares.clear();
    for (const one of this.all.splice(order.length)) one.remove();
    const more = Array.from({ length: order.length - this.all.length }, () => square(true));
    this.root.append(...more);
    this.all.push(...more);
    this.renumber(this.all, (i) => order[i], channels);
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
    this.before = new Text();
    this.mark = element("span", { class: "chosen" });
    this.after = new Text();
    this.root = element("code", { class: "numbers" }, "[", this.before, this.mark, this.after, "]");
    /** @type {number[]} */
    this.numbers = [];
  }

  /** @param {ArrayLike<number>} numbers */
  draw(numbers) {
    this.numbers = Array.from(numbers);
  }

  /** @param {number} index */
  select(index) {
    const text = (/** @type {number[]} */ some) => some.join(", ");
    this.before.data = text(this.numbers.slice(0, index)) + (index ? ", " : "");
    setText(this.mark, String(this.numbers[index]));
    const rest = this.numbers.slice(index + 1);
    this.after.data = (rest.length ? ", " : "") + text(rest);
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
    setText(this.rest, ` of ${count}`);
    setText(this.formula, formula);
  }
}
