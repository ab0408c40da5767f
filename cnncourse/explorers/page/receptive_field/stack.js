/** The stack of layers as a list that can be added to, changed, reordered and shortened. */

import { element, setText } from "../core/drawing/dom.js";
import { rangeInput } from "../core/inputs.js";
import { LayerList, layerButtons, replaced } from "../core/layer_list.js";
import { layerPadding } from "../core/layer_padding.js";
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
export class StackEditor extends LayerList {
  /** @param {State} state @param {import("../core/history.js").History} history */
  constructor(state, history) {
    const setting = /** @type {any} */ (
      state.description.settings.find((one) => one.name === "layers")
    );
    super(
      {
        layers: () => state.values.layers,
        names: () => namesOf(state.values.layers),
        most: setting.most,
        // The unit that was chosen stays where only the order changes.
        take: (layers, words, step) =>
          history.take(
            step === "move" ? { layers } : withMiddle(state.values.input_size, layers),
            words,
          ),
        set: (layers) => state.set({ layers }),
        makeRow: (at) => new LayerRow(this, at),
      },
      "stackrows",
    );
    /** @type {import("./layers.js").Bounds} */
    this.bounds = setting.fields;
    this.fault = 0;
    const add = (/** @type {WindowLayer} */ layer) => () =>
      this.insert(this.layers.length, layer, "");
    this.adders = [button("Add convolution", add(conv(3))), button("Add pooling", add(pool(2)))];
    this.adder = this.adders[0];
    const buttons = PRESETS.map(({ words, layers }) =>
      button(words, () => history.take(withMiddle(state.values.input_size, layers), `${words}.`)),
    );
    const group = { class: "row", role: "group", "aria-label": "Presets" };
    this.presets = element("div", group, ...buttons);
    this.root = element("div", {}, this.list, element("div", { class: "row" }, ...this.adders));
  }

  /** Change one number of one layer. @param {number} at @param {number} field
   * @param {number | string} value */
  changeField(at, field, value) {
    this.change(at, replaced(this.layers[at], field, value));
  }

  update() {
    this.fit();
    const { layers, fault } = this;
    const names = this.hands.names();
    this.rows.forEach((one, at) => {
      const row = /** @type {LayerRow} */ (one);
      row.draw(names[at], layers[at], layers.length);
      row.root.classList.toggle("fault", at + 1 === fault);
      const after = fault > 0 && at >= fault ? "not reached" : "";
      setText(row.note, at + 1 === fault ? "does not fit" : after);
    });
    for (const adder of this.adders) adder.setAttribute("aria-disabled", String(this.full));
    this.drawn();
  }

  /** @param {{fault: number}} results */
  draw({ fault }) {
    this.fault = fault;
    this.update();
  }
}

/** @param {string} words @param {() => void} does */
function button(words, does) {
  const made = element("button", { type: "button" }, words);
  made.addEventListener("click", does);
  return made;
}

/** One layer's controls; they stay where they are while layers move through them. */
class LayerRow {
  /** @param {StackEditor} editor @param {number} at */
  constructor(editor, at) {
    const change = (/** @type {number} */ field) => (/** @type {number | string} */ value) =>
      editor.changeField(at, field, value);
    const slider = (/** @type {string} */ name, /** @type {number} */ field) => {
      const [low, high] = editor.bounds[name];
      return rangeInput({ label: name, low, high, step: 1, set: change(field) });
    };
    this.name = element("strong");
    this.note = element("span", { class: "note-inline" });
    this.size = slider("size", 1);
    this.stride = slider("stride", 2);
    this.padding = layerPadding(editor.bounds.padding[1], change(3));
    this.dilation = slider("dilation", 4);
    this.hands = layerButtons(editor, at);
    const hands = element("span", { class: "hands" }, ...Object.values(this.hands.buttons));
    const head = element("div", { class: "layerhead" }, this.name, this.note, hands);
    const fields = [this.size, this.stride, this.padding, this.dilation];
    const numbers = element("div", { class: "layerfields" }, ...fields.map((one) => one.root));
    this.root = element("li", {}, head, numbers);
  }

  /** What takes the focus. @param {string} part */
  part(part) {
    return this.hands.buttons[part];
  }

  /** @param {string} name @param {WindowLayer} layer @param {number} count of all layers */
  draw(name, [kind, size, stride, padding, dilation], count) {
    setText(this.name, name);
    this.size.own(name, kind === "conv" ? "kernel size" : "window size");
    this.size.show(size, String(size));
    this.stride.own(name);
    this.stride.show(stride, String(stride));
    this.padding.show(name, padding, Math.floor(size / 2));
    this.dilation.own(name);
    this.dilation.show(dilation, String(dilation));
    this.dilation.root.hidden = kind === "pool";
    this.hands.tell(name, count);
  }
}
