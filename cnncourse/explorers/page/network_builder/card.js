/** One layer: a row that says what it does and costs, and below it what changes it. */

import { LAYERS } from "../arithmetic/architecture.js";
import { element, setAttributes, setHidden, setText } from "../core/drawing/dom.js";
import { count } from "../core/format.js";
import { chooser } from "../core/inputs.js";
import { labelled } from "../core/labels.js";
import { layerButtons } from "../core/layer_list.js";
import { makeFields } from "./fields.js";
import { Glyph } from "./glyph.js";
import { cureOf } from "./layers.js";
import { last } from "./rows.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {import("./list.js").NetworkList} NetworkList
 * @typedef {import("./rows.js").Row} Row
 */

let made = 0;

/**
 * A number with its words, and a bar where it has a share.
 * @param {string} words
 * @param {string} [key] of the results
 */
export function metric(words, key = "") {
  const value = element("span", { class: "number" });
  const fill = element("span", { class: "nb-fill" });
  const label = element("span", { class: "nb-label" }, words);
  const root = element("span", { class: "nb-metric" }, label, value, fill);
  return {
    root,
    /** @param {string} text @param {number} [share] of the largest @param {number} [place] of
     * the layer among the results */
    show(text, share, place) {
      setText(value, text);
      if (key) setAttributes(value, { "data-result": `${key}.${place}` });
      // In whole percent, less than which is not seen: most bars stay when all numbers grow.
      if (share) fill.style.width = `${Math.round(100 * share)}%`;
      setHidden(fill, !share);
    },
    /** Nothing is known. */
    hide() {
      setText(value, "–");
      delete value.dataset.result;
      setHidden(fill, true);
    },
  };
}

/** Bytes as B, kB or MB. @param {number} n */
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  return n < 1e6 ? `${(n / 1e3).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

export class LayerCard {
  /** @param {NetworkList} list @param {number} at its place */
  constructor(list, at) {
    made += 1;
    this.list = list;
    this.at = at;
    this.kind = "";
    this.edited = ""; // what the fields show
    this.glyph = new Glyph();
    this.title = element("strong");
    this.call = element("code");
    const id = `nb-editor-${made}`;
    this.toggle = element("button", { type: "button", class: "nb-name", "aria-controls": id });
    this.toggle.append(this.title, this.call);
    this.toggle.addEventListener("click", () => list.toggle(at));
    this.shape = metric("output");
    this.parameters = metric("parameters", "layer_parameters");
    this.multiplyAdds = metric("multiply-adds", "layer_multiply_adds");
    this.activations = metric("activations");
    const row = element("div", { class: "nb-row" }, this.glyph.root, this.toggle);
    const metrics = [this.shape, this.parameters, this.multiplyAdds, this.activations];
    row.append(...metrics.map((one) => one.root));
    this.told = element("span");
    this.cure = element("button", { type: "button" });
    this.cure.addEventListener("click", () => list.mend(at));
    this.mistake = element("p", { class: "nb-mistake", hidden: true }, this.told, this.cure);
    this.editor = element("div", { class: "nb-editor", id, hidden: true });
    this.root = element("li", {}, row, this.mistake, this.editor);
    this.build();
  }

  /** What stands above the fields: the kind, and what to do with the layer. */
  build() {
    const { list, at } = this;
    const names = Object.keys(LAYERS);
    const options = names.map((name) => /** @type {[string, string]} */ ([name, name]));
    const kind = chooser({ label: "kind", options, set: (value) => list.turn(at, value) });
    this.kinds = kind.select;
    this.hands = layerButtons(list, at, {
      duplicate: () => list.duplicate(at),
      after: () => list.add(at + 1),
    });
    const tools = element("div", { class: "row nb-tools" }, ...Object.values(this.hands.buttons));
    this.inside = ["layers", "shortcut"].map((field) => {
      const button = element("button", { type: "button" }, `Add to the ${field}`);
      button.addEventListener("click", () => list.addInside(at, field));
      tools.append(button);
      return { button, field };
    });
    this.fields = makeFields("Flatten", () => {});
    this.editor.append(element("div", { class: "nb-bar" }, kind.root, tools), this.fields.root);
  }

  /** What of the card takes the focus. @param {string} part */
  part(part) {
    if (part === "kind") return this.kinds;
    return part === "toggle" ? this.toggle : this.hands?.buttons[part];
  }

  /**
   * @param {Row} row
   * @param {any} results
   * @param {{[name: string]: number}} most of each number, in the network
   * @param {boolean} open
   */
  update(row, results, most, open) {
    const { layer, path, place } = row;
    const name = results.names[place];
    setText(this.title, name);
    setText(this.call, results.calls[place]);
    setAttributes(this.toggle, { "aria-expanded": String(open) });
    this.root.classList.toggle("open", open);
    this.root.style.setProperty("--depth", String((path.length - 1) / 2));
    setHidden(this.editor, !open);
    this.measure(place, results, most);
    this.tell(layer, place, results);
    if (open) this.edit(row, name);
  }

  /** Name a mistake where it happens. @param {LayerEntry} layer @param {number} place
   * @param {any} results */
  tell(layer, place, { mistake_at, mistake, fault, names }) {
    const wrong = mistake_at === place;
    this.root.classList.toggle("wrong", wrong);
    setHidden(this.mistake, !wrong);
    if (!wrong) return;
    setText(this.told, labelled(`${names[place]} does not fit: ${mistake}.`, []));
    const cure = cureOf(layer, fault);
    this.cure.hidden = !cure;
    setText(this.cure, cure ? cure.words : "");
  }

  /** @param {number} place @param {any} results @param {{[name: string]: number}} most */
  measure(place, results, most) {
    const shape = results.shapes[place];
    this.glyph.show(shape, most.side);
    this.root.classList.toggle("unknown", !shape);
    const metrics = [this.shape, this.parameters, this.multiplyAdds, this.activations];
    if (!shape) return metrics.forEach((one) => one.hide());
    const numbers = [
      results.layer_parameters[place],
      results.layer_multiply_adds[place],
      results.layer_activation_bytes[place],
    ];
    this.shape.show(shape.join(" × "));
    this.parameters.show(count(numbers[0]), numbers[0] / most.parameters, place);
    this.multiplyAdds.show(count(numbers[1]), numbers[1] / most.multiplyAdds, place);
    this.activations.show(bytes(numbers[2]), numbers[2] / most.activations);
  }

  /** @param {Row} row @param {string} name */
  edit({ layer, path, count }, name) {
    const edited = JSON.stringify([layer, path, count, name]);
    if (edited === this.edited) return;
    this.edited = edited;
    if (this.kind !== layer.layer) {
      this.kind = layer.layer;
      const change = (/** @type {string} */ field, /** @type {any} */ value) =>
        this.list.changeField(this.at, field, value);
      const fields = makeFields(layer.layer, change);
      this.fields?.root.replaceWith(fields.root);
      this.fields = fields;
    }
    this.fields?.show(layer, name);
    const kinds = /** @type {HTMLSelectElement} */ (this.kinds);
    kinds.value = layer.layer;
    kinds.setAttribute("aria-label", `Kind of ${name}`);
    this.hands?.tell(name, count, last(path));
    for (const { button, field } of this.inside ?? []) {
      button.hidden = layer.layer !== "Residual";
      button.setAttribute("aria-label", `Add to the ${field} of ${name}`);
    }
  }
}
