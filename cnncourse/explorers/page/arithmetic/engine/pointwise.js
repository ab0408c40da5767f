/** The layers that take numbers one by one, or only their order. */

import { CHUNK, Layer } from "./layer.js";
import { Numbers } from "./matrices.js";

/** @typedef {import("./matrices.js").Numbers} Array_ */
/** @typedef {import("./layer.js").Joined} Joined */

/** Puts out what it takes in, in the same memory: what leaves is what entered. */
class InPlace extends Layer {
  /** @param {Joined} before @param {number[]} shape */
  constructor(before, shape) {
    super(before, shape);
    this.out = before.x;
    this.grad = before.dx;
  }

  /** @override */
  forward() {}

  /** @override */
  backward() {}
}

/** Rows, then columns, then channels: the order in which the numbers lie in any case. */
export class Flatten extends InPlace {
  /** @param {Joined} before */
  constructor(before) {
    super(before, [before.shape.reduce((all, one) => all * one, 1)]);
  }
}

/** An activation; without memory of its own it takes the place of what it is made of. */
export class Activation extends Layer {
  /** @param {Joined} before @param {{kind: string, inPlace?: boolean}} described */
  constructor(before, { kind, inPlace = false }) {
    super(before, before.shape);
    this.kind = kind;
    if (!inPlace) return;
    this.out = before.x;
    this.grad = before.dx;
  }

  /** @override @param {number} n */
  forward(n) {
    const { x, out } = this;
    const end = n * this.outputs;
    // What is no number stays none.
    if (this.kind === "relu") for (let i = 0; i < end; i++) out[i] = Math.max(x[i], 0);
    else if (this.kind === "tanh") for (let i = 0; i < end; i++) out[i] = Math.tanh(x[i]);
    else for (let i = 0; i < end; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
  }

  /** @override @param {number} n */
  backward(n) {
    const { dx, out, kind } = this;
    if (!dx) return;
    const grad = /** @type {Array_} */ (this.grad);
    const end = n * this.outputs;
    if (kind === "relu") for (let i = 0; i < end; i++) dx[i] = out[i] <= 0 ? 0 : grad[i];
    else if (kind === "tanh") for (let i = 0; i < end; i++) dx[i] = grad[i] * (1 - out[i] * out[i]);
    else for (let i = 0; i < end; i++) dx[i] = grad[i] * out[i] * (1 - out[i]);
  }
}

/** In training, each number is dropped with a probability, and the others grow by what is lost. */
export class Dropout extends Layer {
  /** @param {Joined} before @param {{rate?: number}} described without a rate, that of each call */
  constructor(before, { rate }) {
    super(before, before.shape);
    this.rate = rate;
    this.mask = new Numbers(this.outputs * CHUNK);
  }

  /** @override @param {number} n @param {import("./pcg.js").Generator | null} drawn
   * @param {number} asked */
  forward(n, drawn, asked) {
    const { x, out, mask } = this;
    const rate = this.rate ?? asked;
    const end = n * this.outputs;
    if (!drawn || !rate) mask.fill(1, 0, end);
    else for (let i = 0; i < end; i++) mask[i] = drawn.double() >= rate ? 1 / (1 - rate) : 0;
    for (let i = 0; i < end; i++) out[i] = x[i] * mask[i];
  }

  /** @override @param {number} n */
  backward(n) {
    const { dx, mask } = this;
    if (!dx) return;
    const grad = /** @type {Array_} */ (this.grad);
    for (let i = 0; i < n * this.outputs; i++) dx[i] = grad[i] * mask[i];
  }
}

/** The mean of each map. */
export class GlobalAvgPool2D extends Layer {
  /** @param {Joined} before */
  constructor(before) {
    super(before, [before.shape[2]]);
    this.places = before.shape[0] * before.shape[1];
  }

  /** @override @param {number} n */
  forward(n) {
    const { x, out, outputs, places } = this;
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < outputs; c++) {
        let sum = 0;
        const from = i * this.inputs + c;
        for (let p = 0; p < places; p++) sum += x[from + p * outputs];
        out[i * outputs + c] = sum / places;
      }
    }
  }

  /** @override @param {number} n */
  backward(n) {
    const { dx, outputs, places } = this;
    if (!dx) return;
    const grad = /** @type {Array_} */ (this.grad);
    for (let i = 0; i < n; i++) {
      for (let p = 0; p < places; p++) {
        const to = i * this.inputs + p * outputs;
        for (let c = 0; c < outputs; c++) dx[to + c] = grad[i * outputs + c] / places;
      }
    }
  }
}
