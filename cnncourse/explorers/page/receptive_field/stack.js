/** The stack of layers as a list that can be added to, changed, reordered and shortened. */

import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { describeStack } from "./layers.js";

/** @typedef {import("./layers.js").WindowLayer} WindowLayer */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("../core/state.js").State} State */

/** @type {{words: string, layers: WindowLayer[]}[]} */
const PRESETS = [
  { words: "Two 3×3: as one 5×5", layers: [conv(3), conv(3)] },
  { words: "Three 3×3: as one 7×7", layers: [conv(3), conv(3), conv(3)] },
  {
    words: "VGG-like: 3×3 and pooling",
    layers: [conv(3, "same"), conv(3, "same"), pool(2), conv(3, "same"), conv(3, "same"), pool(2)],
  },
  {
    words: "Dilated 1, 2, 4",
    layers: [conv(3), conv(3, "valid", 2), conv(3, "valid", 4)],
  },
  { words: "Dilated 2, 2: with gaps", layers: [conv(3, "valid", 2), conv(3, "valid", 2)] },
  { words: "Network B’s front", layers: [conv(5), pool(2), conv(5), pool(2)] },
];
const PADDINGS = ["valid", "same", 0, 1, 2, 3];

/** @param {number} size @param {string} [padding] @param {number} [dilation]
 * @returns {WindowLayer} */
function conv(size, padding = "valid", dilation = 1) {
  return ["conv", size, 1, padding, dilation];
}

/** @param {number} size @returns {WindowLayer} */
function pool(size) {
  return ["pool", size, size, "valid", 1];
}

/** The names that layers have in an architecture. @param {WindowLayer[]} layers */
export function namesOf(layers) {
  const counts = { conv: 0, pool: 0 };
  return layers.map(([kind]) => `${kind}${++counts[kind]}`);
}

/** These layers, and the unit in the middle of the last map chosen.
 * @param {number} size @param {WindowLayer[]} layers */
function withMiddle(size, layers) {
  const { steps } = describeStack(size, layers);
  const last = steps.length ? (steps[steps.length - 1].outputShape?.[0] ?? size) : size;
  const middle = Math.floor((last - 1) / 2);
  return { layers, layer: steps.length, row: middle, column: middle };
}

/** The list, its buttons and the presets. */
export class StackEditor {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    const setting = state.description.settings.find((one) => one.name === "layers");
    this.setting = /** @type {any} */ (setting);
    /** @type {LayerRow[]} */
    this.rows = [];
    this.list = element("ol", { class: "stackrows" });
    this.adders = [
      this.button("Add convolution", () => this.put([...this.layers, conv(3)])),
      this.button("Add pooling", () => this.put([...this.layers, pool(2)])),
    ];
    const buttons = PRESETS.map(({ words, layers }) => this.button(words, () => this.put(layers)));
    this.presets = element(
      "div",
      { class: "row", role: "group", "aria-label": "Presets" },
      ...buttons,
    );
    this.root = element("div", {}, this.list, element("div", { class: "row" }, ...this.adders));
  }

  /** @returns {WindowLayer[]} */
  get layers() {
    return this.state.values.layers;
  }

  /** @param {string} words @param {() => void} does */
  button(words, does) {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", does);
    return made;
  }

  /** @param {WindowLayer[]} layers */
  put(layers) {
    if (layers.length > this.setting.most) return;
    this.state.set(withMiddle(this.state.values.input_size, layers));
  }

  /** Change one number of one layer. @param {number} index @param {number} field
   * @param {number | string} value */
  change(index, field, value) {
    const layers = this.layers.map((one, i) =>
      i === index ? one.map((old, at) => (at === field ? value : old)) : one,
    );
    this.state.set({ layers });
  }

  /** @param {number} index @param {number} by */
  move(index, by) {
    const layers = [...this.layers];
    const to = index + by;
    if (to < 0 || to >= layers.length) return;
    [layers[index], layers[to]] = [layers[to], layers[index]];
    this.state.set({ layers });
    const { up, down } = this.rows[to];
    (by < 0 ? up : down).focus(); // the hand stays on the layer that it moves
  }

  /** @param {number} index */
  remove(index) {
    this.put(this.layers.filter((_, i) => i !== index));
    const next = this.rows[Math.min(index, this.layers.length - 1)];
    (this.layers.length ? next.remove : this.adders[0]).focus();
  }

  /** @param {{fault: number}} results @param {Values} values */
  draw({ fault }, values) {
    const { layers } = values;
    while (this.rows.length < layers.length) {
      const row = new LayerRow(this, this.rows.length);
      this.rows.push(row);
      this.list.append(row.root);
    }
    const names = namesOf(layers);
    this.rows.forEach((row, i) => {
      row.root.hidden = i >= layers.length;
      if (i >= layers.length) return;
      row.draw(names[i], layers[i], i === layers.length - 1);
      row.root.classList.toggle("fault", i + 1 === fault);
      const after = fault > 0 && i >= fault ? "not reached" : "";
      setText(row.note, i + 1 === fault ? "does not fit" : after);
    });
    for (const adder of this.adders) adder.disabled = layers.length >= this.setting.most;
  }
}

/** One layer's controls; they stay where they are while layers move through them. */
class LayerRow {
  /** @param {StackEditor} editor @param {number} index */
  constructor(editor, index) {
    const change = (/** @type {number} */ field) => (/** @type {number | string} */ value) =>
      editor.change(index, field, value);
    const { size, stride, dilation } = editor.setting.fields;
    this.name = element("strong");
    this.note = element("span", { class: "note-inline" });
    this.size = slider(size, change(1));
    this.stride = slider(stride, change(2));
    this.padding = paddings(change(3));
    this.dilation = slider(dilation, change(4));
    this.up = editor.button("↑", () => editor.move(index, -1));
    this.down = editor.button("↓", () => editor.move(index, 1));
    this.remove = editor.button("Remove", () => editor.remove(index));
    this.first = index === 0;
    const hands = element("span", { class: "hands" }, this.up, this.down, this.remove);
    const head = element("div", { class: "layerhead" }, this.name, this.note, hands);
    const fields = [this.size, this.stride, this.padding, this.dilation];
    const numbers = element("div", { class: "layerfields" }, ...fields.map((one) => one.root));
    this.root = element("li", {}, head, numbers);
  }

  /** @param {string} name @param {WindowLayer} layer @param {boolean} last */
  draw(name, [kind, size, stride, padding, dilation], last) {
    setText(this.name, name);
    this.size.show(name, kind === "conv" ? "kernel size" : "window size", size);
    this.stride.show(name, "stride", stride);
    this.padding.show(name, padding);
    this.dilation.show(name, "dilation", dilation);
    this.dilation.root.hidden = kind === "pool";
    setAttributes(this.up, { "aria-label": `Move ${name} up`, disabled: this.first });
    setAttributes(this.down, { "aria-label": `Move ${name} down`, disabled: last });
    setAttributes(this.remove, { "aria-label": `Remove ${name}` });
  }
}

/** A small slider. @param {[number, number]} bounds @param {(value: number) => void} set */
function slider([min, max], set) {
  const input = element("input", { type: "range", min, max, step: 1 });
  input.addEventListener("input", () => set(Number(input.value)));
  const words = element("span", { "aria-hidden": "true" });
  const shown = element("output", { class: "number", "aria-hidden": "true" });
  const root = element("div", { class: "layerfield" }, words, shown, input);
  return {
    root,
    /** @param {string} name @param {string} what @param {number} value */
    show: (name, what, value) => {
      input.setAttribute("aria-label", `${name} ${what}`);
      if (Number(input.value) !== value) input.value = String(value);
      setText(words, what);
      setText(shown, String(value));
    },
  };
}

/** A choice of the padding. @param {(value: number | string) => void} set */
function paddings(set) {
  const select = element("select");
  for (const one of PADDINGS) select.append(element("option", {}, String(one)));
  select.addEventListener("change", () => set(PADDINGS[select.selectedIndex]));
  const words = element("span", { "aria-hidden": "true" }, "padding");
  const root = element("div", { class: "layerfield" }, words, select);
  return {
    root,
    /** @param {string} name @param {number | string} value */
    show: (name, value) => {
      select.setAttribute("aria-label", `${name} padding`);
      select.selectedIndex = PADDINGS.indexOf(value);
    },
  };
}
