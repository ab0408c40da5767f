/** A network made from a description: its layers in a row, and all that they learn. */

import { CHUNK, sizeOf } from "./layer.js";
import { Conv2D, Dense, MaxPool2D } from "./layers.js";
import { CrossEntropy } from "./loss.js";
import { Numbers } from "./matrices.js";
import { Generator } from "./pcg.js";
import { Activation, Dropout, Flatten, GlobalAvgPool2D } from "./pointwise.js";
import { check } from "./refusing.js";

/** @typedef {import("./matrices.js").Numbers} Array_ */
/** @typedef {import("./layer.js").Layer} Layer */
/** What is read of a layer by its name; end: the stage that it leaves by, which may be that of its
 * activation. @typedef {{name: string, kind: string, layer: Layer, end: Layer,
 *   shape: number[]}} Named */

/** @type {{[kind: string]: [string, new (before: any, described: any) => Layer]}} */
const KINDS = {
  Conv2D: ["conv", Conv2D],
  MaxPool2D: ["pool", MaxPool2D],
  Flatten: ["flatten", Flatten],
  Dense: ["dense", Dense],
  Dropout: ["dropout", Dropout],
  GlobalAvgPool2D: ["globalpool", GlobalAvgPool2D],
  ReLU: ["relu", Activation],
  Sigmoid: ["sigmoid", Activation],
  Tanh: ["tanh", Activation],
};
const ACTIVATIONS = Object.values(KINDS).flatMap(([kind, made]) =>
  made === Activation ? [kind] : [],
);

export class Network {
  /** @param {any} architecture as JSON @param {boolean} [toImage] whether slopes at the image are
   * wanted, which learning does not need @throws {Error} for what the engine has no arithmetic for */
  constructor(architecture, toImage = false) {
    check(architecture, Object.keys(KINDS), ACTIVATIONS);
    this.architecture = architecture;
    const { input_shape: shape, layers } = architecture;
    this.input = new Numbers(sizeOf(shape) * CHUNK);
    /** All that is run, in order. @type {Layer[]} */
    this.stages = [];
    /** @type {Named[]} */
    this.layers = [];
    /** The stages that are a ReLU, with the names of the layers. @type {[string, Layer][]} */
    this.rectified = [];
    this.atImage = toImage ? new Numbers(this.input.length) : null;
    this.joined = { x: this.input, dx: this.atImage, shape };
    /** @type {{[prefix: string]: number}} */
    const counts = {};
    const last = layers.findLastIndex((/** @type {any} */ one) => one.layer === "Dense");
    layers.forEach((/** @type {any} */ described, /** @type {number} */ i) => {
      const [prefix] = KINDS[described.layer];
      counts[prefix] = (counts[prefix] ?? 0) + 1;
      if (i === last && layers[i - 1]?.layer !== "Dropout") this.put(new Dropout(this.joined, {}));
      this.add(`${prefix}${counts[prefix]}`, described);
    });
    this.end = this.stages[this.stages.length - 1];
    this.classes = this.end.outputs;
    this.loss = new CrossEntropy(this.classes);
  }

  /** @param {Layer} layer */
  put(layer) {
    this.stages.push(layer);
    const learns = layer.own.length > 0 || layer.dx !== null;
    if (!learns) layer.grad = null;
    this.joined = { x: layer.out, dx: layer.grad, shape: layer.shape };
    return layer;
  }

  /** @param {string} name @param {any} described */
  add(name, described) {
    const [prefix, Kind] = KINDS[described.layer];
    const made = this.put(new Kind(this.joined, { ...described, kind: prefix }));
    let end = made;
    if (described.activation) {
      const asked = { kind: described.activation, inPlace: true };
      end = this.put(new Activation(this.joined, asked));
    }
    if ([prefix, described.activation].includes("relu")) this.rectified.push([name, end]);
    this.layers.push({ name, kind: described.layer, layer: made, end, shape: made.shape });
  }

  /** What is learned, by name: "conv1/kernels". */
  *arrays() {
    for (const { name, layer } of this.layers) {
      for (const own of layer.own) yield { name: `${name}/${own.key}`, of: name, own };
    }
  }

  /** @param {number} n images in `input` @param {Generator | null} drawn for training
   * @param {number} dropout @returns {Array_} logits, row by row */
  forward(n, drawn, dropout) {
    for (const stage of this.stages) stage.forward(n, drawn, dropout);
    return this.end.out;
  }

  /** Gradients grow by those of the last images. @param {number} n */
  backward(n) {
    for (let i = this.stages.length - 1; i >= 0; i--) this.stages[i].backward(n);
  }

  /**
   * The slopes of one logit of the last image, which went forward alone.
   * @param {number} unit @param {Named} [at] the layer at whose output they are wanted; else the
   *   image, of a network that was made for it
   * @returns {Array_} those of the image first; they stay until the next way back
   */
  slopes(unit, at) {
    const grad = /** @type {Array_} */ (this.end.grad);
    grad.fill(0, 0, this.classes);
    grad[unit] = 1;
    const last = at ? this.stages.indexOf(at.end) : -1;
    for (let i = this.stages.length - 1; i > last; i--) this.stages[i].backward(1);
    this.forget();
    return /** @type {Array_} */ (at ? at.end.grad : this.atImage);
  }

  forget() {
    for (const { own } of this.arrays()) own.grads.fill(0);
  }

  /** Draw the weights as Python does: equal seeds, equal weights. @param {number} seed */
  draw(seed) {
    const way = this.architecture.initializer ?? "glorot_uniform";
    let stream = -1;
    for (const { own } of this.arrays()) {
      stream += 1;
      own.values.fill(0);
      if (own.key === "bias" && way !== "fan_in_uniform") continue;
      // Keras counts by the array's last two axes.
      const sum = own.fanIn + (own.fanIn / own.shape[own.shape.length - 2]) * own.units;
      const limit = way === "fan_in_uniform" ? 1 / Math.sqrt(own.fanIn) : Math.sqrt(6 / sum);
      const drawn = new Generator([seed], [stream]);
      each(own, (at) => {
        own.values[at] = -limit + 2 * limit * drawn.double();
      });
    }
  }

  /** @param {{[name: string]: Array_}} weights in the course's layout */
  set(weights) {
    for (const { name, own } of this.arrays()) {
      const given = weights[name];
      if (given?.length !== own.values.length) {
        throw new Error(`weights must hold ${own.values.length} numbers under ${name}`);
      }
      each(own, (at, i) => {
        own.values[at] = given[i];
      });
    }
  }

  /** All that is learned, or its gradients, in the course's layout.
   * @param {"values" | "grads"} [which] */
  get(which = "values") {
    /** @type {{[name: string]: Array_}} */
    const found = {};
    for (const { name, own } of this.arrays()) {
      const array = new Numbers(own.values.length);
      each(own, (at, i) => {
        array[i] = own[which][at];
      });
      found[name] = array;
    }
    return found;
  }

  /** A copy that learns by itself. */
  copy() {
    const copy = new Network(this.architecture);
    copy.set(this.get());
    return copy;
  }
}

/** Go through an array in the course's order, units last; here a unit's numbers lie together.
 * @param {import("./layer.js").Own} own @param {(here: number, there: number) => void} visit */
export function each({ values, units }, visit) {
  const depth = values.length / units;
  for (let i = 0; i < values.length; i++) visit((i % units) * depth + Math.floor(i / units), i);
}
