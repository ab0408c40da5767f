/** What is told to the page, and how often. */

import { softmax } from "../../arithmetic/engine/loss.js";
import { each } from "../../arithmetic/engine/network.js";

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {import("./session.js").Message} Message */

const REPORT = 34; // milliseconds between two reports: below 30 a second
const PICTURES = 200; // between two pictures of kernels or maps
const SECOND = 1000;
const MOST_UNITS = 16; // of a dense first layer that are told as kernels

export class Teller {
  /** The steps that are not told yet. @type {import("./learning.js").Step[]} */
  steps = [];
  from = 0;
  last = { report: 0, kernels: 0, maps: 0, curve: 0 };
  /** Times and images of the last second. @type {[number, number][]} */
  lately = [];
  /** @type {Uint8Array | null} */
  image = null;

  /** @param {(message: Message) => void} tell @param {() => number} clock */
  constructor(tell, clock) {
    this.tell = tell;
    this.clock = clock;
    /** @type {Learning | undefined} */
    this.learning = undefined;
  }

  begin() {
    this.steps = [];
    this.from = 0;
    this.last = { report: -PICTURES, kernels: -PICTURES, maps: -PICTURES, curve: -PICTURES };
    this.lately = [];
    this.image = null;
  }

  /** Whether it is time again. @param {keyof Teller["last"]} what @param {number} wait */
  time(what, wait) {
    const now = this.clock();
    if (now - this.last[what] < wait) return false;
    this.last[what] = now;
    return true;
  }

  /** @param {Learning} learning */
  open(learning) {
    this.learning = learning;
    this.begin();
    const { network, points, settings } = learning;
    const arrays = [...network.arrays()];
    const size = (/** @type {{own: {values: {length: number}}}[]} */ some) =>
      some.reduce((all, { own }) => all + own.values.length, 0);
    const layers = network.layers.map(({ name, kind, shape }) => {
      return { name, kind, shape, parameters: size(arrays.filter(({ of }) => of === name)) };
    });
    const shapes = Object.fromEntries(arrays.map(({ name, own }) => [name, own.shape]));
    const start = { step: 0, epoch: 0, points: points.steps(), settings };
    this.tell({ type: "opened", layers, parameters: size(arrays), arrays: shapes, ...start });
    this.report(true);
  }

  /** @param {string} busy @param {{running: boolean, hidden: boolean, range: boolean}} more range:
   * whether a range test is on */
  state(busy, more) {
    const { at, points } = /** @type {Learning} */ (this.learning);
    const { epoch } = /** @type {Learning} */ (this.learning).progress();
    const where = { step: at.step, epoch, points: points.steps() };
    this.tell({ type: "state", busy, ...more, ...where });
  }

  /** @param {number} asked */
  back(asked) {
    const { at, points } = /** @type {Learning} */ (this.learning);
    this.steps = [];
    this.from = at.step;
    this.lately = [];
    const { epoch } = /** @type {Learning} */ (this.learning).progress();
    this.tell({ type: "back", step: at.step, asked, epoch, points: points.steps() });
    this.report(true);
  }

  /** @param {import("./learning.js").Step} step */
  stepped(step) {
    this.steps.push(step);
    this.lately.push([this.clock(), step.seen]);
    this.report();
    this.maps();
  }

  /** @param {boolean} [now] whether it is told in any case */
  report(now = false) {
    if (!this.time("report", now ? Number.NEGATIVE_INFINITY : REPORT)) return;
    const learning = /** @type {Learning} */ (this.learning);
    const { steps, from } = this;
    const { step } = learning.at;
    const told = {
      ...{ step, from, ...learning.progress(), points: learning.points.steps() },
      losses: Float32Array.from(steps, ({ loss }) => loss),
      correct: Uint32Array.from(steps, ({ correct }) => correct),
      seen: Uint32Array.from(steps, ({ seen }) => seen),
      ...effects(learning.effects),
      kernels: this.time("kernels", now ? Number.NEGATIVE_INFINITY : PICTURES)
        ? kernels(learning.network)
        : undefined,
      speed: this.speed(),
    };
    this.steps = [];
    this.from = step;
    this.tell({ type: "report", ...told });
  }

  /** Images a second, lately. */
  speed() {
    const now = this.clock();
    this.lately = this.lately.filter(([time]) => now - time < SECOND);
    if (this.lately.length < 2) return 0;
    const seconds = (now - this.lately[0][0]) / 1000;
    return this.lately.slice(1).reduce((all, [, seen]) => all + seen, 0) / (seconds || 1);
  }

  /** @param {Uint8Array | null} image whose maps are told from now on, or none */
  look(image) {
    const { network } = /** @type {Learning} */ (this.learning);
    const size = network.stages[0].inputs;
    if (image && !(image instanceof Uint8Array && image.length === size)) {
      throw new Error(`the image must hold ${size} levels as bytes`);
    }
    this.image = image ?? null;
    this.maps(true);
  }

  /** @param {boolean} [now] */
  maps(now = false) {
    const { image } = this;
    if (!image || !this.time("maps", now ? Number.NEGATIVE_INFINITY : PICTURES)) return;
    const { network, at } = /** @type {Learning} */ (this.learning);
    image.forEach((level, i) => {
      network.input[i] = level / 255;
    });
    const logits = network.forward(1, null, 0).slice(0, network.classes);
    const layers = network.layers.map(({ name, kind, layer, shape }) => {
      return { name, kind, shape, values: layer.out.slice(0, layer.outputs) };
    });
    const shares = new Float64Array(network.classes);
    softmax(logits, 0, network.classes, shares);
    const predicted = shares.indexOf(Math.max(...shares)); // -1 where they are no numbers any more
    this.tell({ type: "maps", step: at.step, layers, logits, probabilities: shares, predicted });
  }

  /** @param {import("./range.js").Curve} curve */
  curve(curve) {
    if (this.time("curve", curve.done ? Number.NEGATIVE_INFINITY : REPORT)) {
      this.tell({ type: "range", ...curve });
    }
  }
}

/** Sizes of gradients and of steps, by layer. @param {import("./optimizer.js").Effect[]} all */
function effects(all) {
  const names = [...new Set(all.map(({ of }) => of))];
  const sums = names.map((name) => {
    const own = all.filter(({ of }) => of === name);
    const sum = (/** @type {"gradient" | "change" | "weight" | "count"} */ key) =>
      own.reduce((so, one) => so + one[key], 0);
    const size = Math.sqrt(sum("gradient") / sum("count"));
    return { name, size, share: Math.sqrt(sum("change") / (sum("weight") || 1)) };
  });
  return {
    gradients: sums.map(({ name, size }) => ({ name, size })),
    updates: sums.map(({ name, share }) => ({ name, share })),
  };
}

/** The first layer's kernels, in the course's layout. @param {Learning["network"]} network */
function kernels(network) {
  const [{ of: name, own }] = network.arrays();
  if (own.shape.length === 4) {
    const [height, width, channels, filters] = own.shape;
    const values = new Float32Array(own.values.length);
    each(own, (at, i) => {
      values[i] = own.values[at];
    });
    return { name, height, width, channels, filters, values };
  }
  const [height, width, channels] = network.architecture.input_shape;
  const filters = Math.min(MOST_UNITS, own.units);
  const depth = own.fanIn;
  const values = Float32Array.from({ length: depth * filters }, (_, i) => {
    return own.values[(i % filters) * depth + Math.floor(i / filters)];
  });
  return { name, height, width, channels, filters, values };
}
