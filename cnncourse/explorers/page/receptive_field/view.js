/** The stack as maps from the input to the last layer, and what a chosen unit sees in each. */

import { zeros } from "../arithmetic/arrays.js";
import { element, setAttributes, setHidden, setText, svg } from "../core/drawing/dom.js";
import { MapPicture } from "../core/drawing/map.js";
import { count, number, percent } from "../core/format.js";
import { History } from "../core/history.js";
import { Asked } from "./asked.js";
import { outer, roomFor } from "./results.js";
import { StackEditor } from "./stack.js";

/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/state.js").State} State */

const FINE = 16; // units up to which the lines between them are drawn
const PALE = 0.2; // of the most paths, below none: so that one path is no white

const HOW_TO_READ =
  "Point at a unit of any map, and click to keep it, or walk there with the arrow keys. Darker " +
  "pixels lie on more paths through the windows to the unit: the middle of a field counts for " +
  "more than its edge. Through a max pooling only the largest goes on, so there a path is a " +
  "possibility. The tent below the input is the count along one row.";

/** One map of the stack. */
class Level {
  /** @param {StackView} view @param {number} index */
  constructor(view, index) {
    this.index = index;
    /** @type {NDArray} */
    this.array = zeros([1, 1]);
    const choose = (/** @type {number} */ row, /** @type {number} */ column) =>
      view.state.set(view.unit(index, row, column));
    // The input is pointed at to read it; to choose one of its pixels one has to press.
    const hover = (/** @type {number} */ row, /** @type {number} */ column) =>
      view.preview(index ? view.unit(index, row, column) : null);
    const leave = () => view.preview(null);
    const step = (/** @type {number} */ down, /** @type {number} */ right) => {
      const { row, column } = view.state.values; // which may be ahead of what was drawn
      const last = view.sizes[index] - 1;
      choose(Math.min(row, last) + down, Math.min(column, last) + right);
    };
    this.picture = new MapPicture("", { choose, step, hover, leave });
    this.picture.root.classList.add("fieldmap");
    this.name = element("strong");
    this.units = element("span");
    const caption = element("figcaption", {}, this.name, this.units);
    this.root = element("figure", {}, caption, this.picture.root);
    this.hidden = (/** @type {number} */ row, /** @type {number} */ column) =>
      this.array.data[row * this.array.shape[1] + column] === 0;
  }

  /** @param {Results} found @param {number[]} room around the input, in its pixels */
  draw(found, room) {
    const { index } = this;
    const size = found.map_sizes[index];
    const reached = index <= found.layer;
    if (reached)
      this.array = index ? outer(found.row_paths[index], found.column_paths[index]) : found.paths;
    else if (this.array.shape[0] !== size || this.array.data.some(Boolean)) {
      this.array = zeros([size, size]);
    }
    const most = this.array.data.reduce((all, one) => Math.max(all, one), 0) || 1;
    const padding = index ? [0, 0, 0, 0] : room;
    const wide = size + padding[2] + padding[3];
    const whole = found.map_sizes[0] + room[2] + room[3];
    this.root.style.width = `max(6.5rem, ${((14 * wide) / whole).toFixed(2)}rem)`;
    this.picture.canvas.style.backgroundSize = `${100 / size}% ${100 / size}%`;
    this.picture.root.classList.toggle("gridded", size <= FINE);
    setText(this.name, found.names[index]);
    setText(this.units, `${size} × ${size}`);
    const seen = reached ? `, ${count(this.array.data.filter(Boolean).length)} seen` : "";
    const chosen = index === found.layer;
    const label = `${found.names[index]}, ${size} × ${size}${
      chosen ? `, unit (${found.row}, ${found.column}) chosen` : seen
    }`;
    const look = {
      palette: /** @type {const} */ ("counts"),
      low: -PALE * most,
      high: most,
      digits: 0,
      hidden: this.hidden,
      padding,
      label,
      frames: this.frames(found, padding),
    };
    this.picture.draw(this.array, look);
  }

  /** @param {Results} found @param {number[]} room */
  frames({ layer, row, column, first, last, map_sizes }, [top, bottom, left, right]) {
    const frames = [];
    if (this.index === 0 && layer) {
      const [from, start] = [Math.max(first[0], -top), Math.max(first[1], -left)];
      const size = map_sizes[0];
      const height = Math.min(last[0] + 1, size + bottom) - from;
      const width = Math.min(last[1] + 1, size + right) - start;
      if (height > 0 && width > 0) {
        const kind = /** @type {const} */ ("second");
        frames.push({ row: from, column: start, height, width, kind });
      }
    }
    if (this.index === layer) frames.push({ row, column, height: 1, width: 1 });
    return frames;
  }
}

/** Everything of the receptive field explorer that is drawn. */
export class StackView {
  /** @param {import("../core/frame.js").Host} host */
  constructor(host) {
    const { root, state } = host;
    this.state = state;
    this.now = /** @type {() => Results} */ (host.results);
    this.preview = host.preview;
    const history = new History(host, ["layers", "input_size", "gradient", "seed"]);
    this.editor = new StackEditor(state, history);
    /** @type {Level[]} */
    this.levels = [];
    this.maps = element("div", { class: "stackmaps" });
    this.slope = svg("path");
    const tent = { class: "tent", "aria-hidden": "true", preserveAspectRatio: "none" };
    this.tent = svg("svg", tent, this.slope);
    this.facts = element("dl", { class: "facts" });
    /** @type {HTMLElement[]} */
    this.told = []; // where its numbers stand
    this.asked = new Asked(host);
    this.body = element("tbody");
    const heads = ["Map", "Units", "Field", "Stride", "First centre"];
    const head = element("tr", {}, ...heads.map((words) => element("th", { scope: "col" }, words)));
    const table = element("table", { class: "stacktable" }, element("thead", {}, head), this.body);
    const note = element("p", { class: "quiet" }, HOW_TO_READ);
    const beside = element("div", { class: "beside" }, this.editor.root, table);
    const { editor, maps, facts, asked } = this;
    root.append(editor.presets, history.root, maps, facts, note, asked.root, beside);
  }

  /** The settings that choose a unit. @param {number} layer @param {number} row
   * @param {number} column */
  unit(layer, row, column) {
    const size = this.sizes[layer];
    const within = (/** @type {number} */ at) => Math.min(Math.max(at, 0), size - 1);
    return { layer, row: within(row), column: within(column) };
  }

  get sizes() {
    return this.now().map_sizes;
  }

  /** @param {Results} found @param {import("../core/settings.js").Values} values
   * @param {string[]} names */
  draw(found, values, names) {
    if (names.includes("layers") || names.includes("input_size")) this.editor.draw(found);
    while (this.levels.length < found.map_sizes.length) {
      const level = new Level(this, this.levels.length);
      if (!this.levels.length) level.root.append(this.tent);
      this.levels.push(level);
      this.maps.append(level.root);
    }
    const room = roomFor(found);
    this.levels.forEach((level, i) => {
      setHidden(level.root, i >= found.map_sizes.length);
      if (!level.root.hidden) level.draw(found, room);
    });
    this.drawTent(found, room);
    this.drawFacts(found);
    this.drawTable(found);
    this.asked.draw(found, values);
  }

  /** The paths along the row of the field's middle: a tent. @param {Results} found
   * @param {number[]} room */
  drawTent({ column_paths: [paths], layer }, [, , left, right]) {
    const most = Math.max(...paths, 1);
    const high = 12;
    setAttributes(this.tent, { viewBox: `${-left} 0 ${paths.length + left + right} ${high}` });
    let d = `M0 ${high}`;
    paths.forEach((one, i) => (d += `V${high * (1 - one / most)}H${i + 1}`));
    setAttributes(this.slope, { d: `${d}V${high}Z` });
    this.tent.classList.toggle("idle", layer === 0);
  }

  /** What is told of the chosen unit: the words are made once, and then their numbers written.
   * @param {Results} found */
  drawFacts(found) {
    const [row, column] = found.centre.map((at) => number(at, 1));
    const size = ["size", String(found.size)];
    const facts = [
      ["Unit", ["", `(${found.row}, ${found.column}) of ${found.names[found.layer]}`]],
      ["Field", size, " × ", size, " pixels"],
      ["Stride", ["stride", String(found.stride)]],
      ["Centre", "(", ["centre.0", row], ", ", ["centre.1", column], ")"],
      ["Pixels seen", ["seen", count(found.seen)], ", ", ["share", percent(found.share)]],
      [
        "Paths",
        ["fewest_paths", count(found.fewest_paths)],
        " to ",
        ["most_paths", count(found.most_paths)],
      ],
    ];
    if (!this.told.length) {
      const made = (/** @type {string | string[]} */ part) => {
        if (typeof part === "string") return part;
        const span = element("span", { class: "number", "data-result": part[0] || null });
        this.told.push(span);
        return span;
      };
      for (const [name, ...content] of facts) {
        const dd = element("dd", {}, ...content.map(made));
        this.facts.append(element("div", {}, element("dt", {}, /** @type {string} */ (name)), dd));
      }
    }
    const words = facts.flat().filter(Array.isArray);
    words.forEach(([, shown], i) => setText(this.told[i], shown));
  }

  /** @param {Results} found */
  drawTable(found) {
    const { names, map_sizes, sizes, strides, centres, layer } = found;
    while (this.body.rows.length > names.length) this.body.deleteRow(-1);
    names.forEach((name, i) => {
      const words = [
        name,
        `${map_sizes[i]} × ${map_sizes[i]}`,
        `${sizes[i]} × ${sizes[i]}`,
        String(strides[i]),
        number(centres[i], 1),
      ];
      const row = this.body.rows[i] ?? this.body.appendChild(tableRow(i));
      setAttributes(row, { class: i === layer ? "label" : null });
      words.forEach((each, k) => setText(row.cells[k], each));
    });
  }
}

/** A row of the table, still without its numbers. @param {number} i */
function tableRow(i) {
  const cells = ["sizes", "strides", "centres"].map((key) =>
    element("td", { "data-result": `${key}.${i}` }),
  );
  return element("tr", {}, element("th", { scope: "row" }), element("td"), ...cells);
}
