/** Inside a network: its maps layer by layer, and any number of them taken apart. */

import { describe } from "../../../arithmetic/architecture.js";
import { softmax } from "../../../arithmetic/classification.js";
import { element, setText } from "../../../core/drawing/dom.js";
import { count, percent } from "../../../core/format.js";
import { LayerMaps } from "./maps.js";
import { Networks } from "./networks.js";
import { IMAGE, missing, parse, written } from "./units.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {import("../../run.js").Network} Network */
/** @typedef {{state: import("../../../core/state.js").State, data: any,
 *   more: import("../../../core/frame.js").More, say: (words: string) => void, now: () => any, first: string,
 *   take: (entry: any) => Network, run: (frame: NDArray, network: Network) => any,
 *   paint: import("./maps.js").Paint, bring: (part: string) => Promise<any>,
 *   unit: typeof import("../unit/index.js").default, used: () => void}} Given
 *   first: the name of the network that is always there; take, run, paint, bring: the explorer's; unit:
 *   the part that takes one number apart; used: told when another network is */

const LEAD =
  "Click a number in any map, or walk there by the arrow keys and press Enter: its window, its " +
  "weights, their products and their sum are shown, and from there what it was made of, back to " +
  "the pixels. Purple is negative, white 0, orange positive. All is counted from 0.";

const NEAR = "50%"; // of the screen: how far from being seen a layer's maps are painted

export class Inside {
  /** @param {Given} given */
  constructor(given) {
    this.given = given;
    /** The units that were left on the way back. @type {string[]} */
    this.trail = [];
    /** @type {LayerMaps[]} */
    this.layers = [];
    /** The layer below which the panel stands. */
    this.under = "";
    this.expected = given.state.values.unit;
    const { say } = given;
    this.hand = {
      say,
      choose: (
        /** @type {string} */ layer,
        /** @type {number[]} */ place,
        /** @type {boolean} */ key,
      ) => this.look(layer, place, key),
    };
    this.panel = new given.unit.Panel({
      say,
      go: (name) => this.back(name),
      forward: (steps) => this.forward(steps),
      close: () => this.close(),
    });
    this.parameters = 0;
    this.networks = new Networks(given, (network) => this.build(network));
    this.answer = element("p", { class: "answer" });
    this.seen = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          this.layers.find(({ root }) => root === target)?.see(isIntersecting);
        }
      },
      { rootMargin: NEAR },
    );
    this.print = () => this.layers.forEach((layer) => layer.see(true));
    addEventListener("beforeprint", this.print);
    this.box = element("div");
    this.root = element("section", { class: "layers inside", "aria-label": "Inside the network" });
    const title = element("p", { class: "title" }, "Inside the network, layer by layer");
    const lead = element("p", { class: "quiet" }, LEAD);
    this.root.append(title, this.networks.root, this.answer, lead, this.box);
  }

  /** @param {Network} network */
  build({ spec, weights, classes }) {
    const { paint, state, now } = this.given;
    const shape = [...now().frame_image.shape, 1];
    const { layers, totals } = describe(spec);
    this.parameters = totals?.parameters.total ?? 0;
    const rows = layers.map(({ name, repr, outputShape, inputShape }, i) => {
      const out = outputShape ?? [];
      const kernels = inputShape?.[2] === 1 ? weights[`${name}/kernels`] : undefined;
      const more = { kernels, names: i === layers.length - 1 ? classes : [] };
      return new LayerMaps(name, `${repr}: ${sizeOf(out)},`, out, paint, this.hand, more);
    });
    this.layers = [
      new LayerMaps(IMAGE, "the picture that enters,", shape, paint, this.hand),
      ...rows,
    ];
    this.seen.disconnect();
    for (const { root } of this.layers) this.seen.observe(root);
    this.trail = [];
    this.under = "";
    this.panel.unit = "";
    this.box.replaceChildren(...this.layers.map(({ root }) => root), this.panel.root);
    const { unit } = state.values;
    if (this.built && unit && missing(parse(unit), spec.name, this.run())) this.set("");
    this.built = true; // a link says what is wrong with it, who changes the network need not hear it
    this.redraw();
    this.given.used();
  }

  /** What leaves every layer now, the image first. @returns {import("./units.js").Outputs} */
  run() {
    const { frame_image: frame } = this.given.now();
    const network = /** @type {Network} */ (this.networks.now);
    const { maps, logits } = this.given.run(frame, network);
    this.logits = logits;
    return { [IMAGE]: { shape: [...frame.shape, 1], data: frame.data }, ...maps };
  }

  redraw() {
    const network = this.networks.now;
    if (!network) return;
    const outputs = this.run();
    this.write(network);
    const { unit: name } = this.given.state.values;
    const unit = name ? parse(name) : null;
    const found = unit && this.given.unit.explain(network, outputs, name);
    for (const layer of this.layers) {
      const here = unit && !found?.problem && unit.layer === layer.name;
      layer.draw(outputs[layer.name], here ? unit.place : null);
    }
    this.panel.root.hidden = !unit;
    if (!unit || !found) return;
    this.under ||= unit.layer;
    const above = this.layers.find((layer) => layer.name === this.under) ?? this.layers[0];
    if (this.panel.root.previousSibling !== above.root) above.root.after(this.panel.root);
    this.panel.draw(found, outputs, this.trail);
  }

  /** What the network is, and what it says. @param {import("./networks.js").Chosen} network */
  write({ spec, classes, told }) {
    const { data } = softmax(/** @type {NDArray} */ (this.logits));
    const most = data.reduce((so, value, i) => (value > data[so] ? i : so), 0);
    const name = classes[most] ?? `class ${most}`;
    const size = count(this.parameters);
    const says = `It says ${name} with ${percent(data[most])}.`;
    setText(this.answer, `${spec.name}: ${size} parameters, ${told}. ${says}`);
  }

  /** Look into a number of a map. @param {string} layer @param {number[]} place
   * @param {boolean} key */
  look(layer, place, key) {
    this.trail = [];
    this.under = layer;
    this.from = layer;
    this.panel.held = key;
    this.set(written({ layer, place }));
    this.redraw(); // even if it is the same number, the panel may stand elsewhere
    this.panel.root.scrollIntoView({ block: "nearest" });
  }

  /** One layer back from what is looked at. @param {string} name */
  back(name) {
    this.trail.push(this.given.state.values.unit);
    this.set(name);
  }

  /** Come forward again. @param {number} steps */
  forward(steps) {
    const to = this.trail[this.trail.length - steps];
    if (to === undefined) return;
    this.trail.length -= steps;
    this.set(to);
  }

  close() {
    this.set("");
    const layer = this.layers.find(({ name }) => name === this.from) ?? this.layers[0];
    layer.grid.focus();
  }

  /** @param {string} unit */
  set(unit) {
    this.expected = unit;
    this.given.state.set({ unit });
  }

  stop() {
    this.seen.disconnect();
    removeEventListener("beforeprint", this.print);
  }

  /** Follow the explorer. @param {Values} values @param {string[]} names of what is new */
  update(values, names) {
    if (values.unit !== this.expected) {
      this.expected = values.unit;
      this.trail = [];
      this.under = "";
    }
    const { networks } = this;
    if (names.includes("network") || !networks.owned) networks.settle();
    this.redraw();
  }
}

/** "6 maps of 24 × 24" or "56 numbers". @param {number[]} shape */
function sizeOf(shape) {
  if (shape.length === 1) return `${count(shape[0])} numbers`;
  const [height, width, maps] = shape;
  return `${maps === 1 ? "one map" : `${count(maps)} maps`} of ${height} × ${width}`;
}
