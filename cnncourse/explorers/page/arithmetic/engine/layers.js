/**
 * The layers that hold weights or windows; `layer.js` says what all of them do.
 */

import { CHUNK, Layer } from "./layer.js";
import { multiply, Numbers, spreadBack } from "./matrices.js";
import { fold, frame, pair, sides, unroll } from "./windows.js";

/** @typedef {import("./matrices.js").Numbers} Array_ */
/** @typedef {import("./layer.js").Joined} Joined */

export class Conv2D extends Layer {
  /** @param {Joined} before @param {any} described */
  constructor(before, { filters, kernel_size, padding, use_bias = true }) {
    const [height, width, channels] = before.shape;
    const size = pair(kernel_size);
    const four = sides(padding, size);
    const [high, wide] = [height + four[0] + four[1], width + four[2] + four[3]];
    super(before, [high - size[0] + 1, wide - size[1] + 1, filters]);
    this.size = size;
    this.four = four;
    this.line = wide * channels;
    this.places = this.shape[0] * this.shape[1];
    this.depth = size[0] * size[1] * channels;
    this.learns(this.depth, filters, ["kernels", [...size, channels, filters]], use_bias);
    this.padded = four.some(Boolean) ? new Numbers(high * this.line) : null;
    this.rows = Array.from({ length: CHUNK }, () => new Numbers(this.places * this.depth));
    this.gradRows = before.dx && new Numbers(this.places * this.depth);
    this.gradPadded = before.dx && this.padded && new Numbers(high * this.line);
  }

  /** @override @param {number} n */
  forward(n) {
    const { x, padded, places, depth, shape, line, size, four } = this;
    const [kernels, bias] = this.own;
    for (let i = 0; i < n; i++) {
      const from = i * this.inputs;
      if (padded) frame(x, from, this.entering, padded, four, true);
      const [image, at] = padded ? [padded, 0] : [x, from];
      unroll(image, at, line, this.entering[2], size, shape, this.rows[i], 0);
      const b = bias ? bias.values : null;
      const to = i * this.outputs;
      multiply(this.rows[i], places, kernels.values, shape[2], depth, b, this.out, to);
    }
  }

  /** @override @param {number} n */
  backward(n) {
    const { dx, gradRows, places, depth, shape } = this;
    const [kernels, bias] = this.own;
    const grad = /** @type {Array_} */ (this.grad);
    const b = bias ? bias.grads : null;
    for (let i = 0; i < n; i++) {
      if (gradRows) gradRows.fill(0);
      const at = i * this.outputs;
      const [rows, w] = [this.rows[i], kernels.values];
      spreadBack(grad, at, rows, places, w, shape[2], depth, kernels.grads, b, gradRows);
      if (dx && gradRows) this.gather(dx, gradRows, i * this.inputs);
    }
  }

  /** @param {Array_} dx @param {Array_} gradRows @param {number} at */
  gather(dx, gradRows, at) {
    const { gradPadded, line, entering, size, shape, four } = this;
    const image = gradPadded ?? dx;
    const from = gradPadded ? 0 : at;
    image.fill(0, from, from + (gradPadded ? image.length : this.inputs));
    fold(gradRows, image, from, line, entering[2], size, shape);
    if (gradPadded) frame(dx, at, entering, gradPadded, four, false);
  }
}

export class Dense extends Layer {
  /** @param {Joined} before @param {any} described */
  constructor(before, { units, use_bias = true }) {
    super(before, [units]);
    this.learns(this.inputs, units, ["weights", [this.inputs, units]], use_bias);
  }

  /** @override @param {number} n */
  forward(n) {
    const [weights, bias] = this.own;
    const b = bias ? bias.values : null;
    multiply(this.x, n, weights.values, this.outputs, this.inputs, b, this.out, 0);
  }

  /** @override @param {number} n */
  backward(n) {
    const { x, dx, inputs, outputs } = this;
    const [weights, bias] = this.own;
    const grad = /** @type {Array_} */ (this.grad);
    dx?.fill(0, 0, n * inputs);
    const b = bias ? bias.grads : null;
    spreadBack(grad, 0, x, n, weights.values, outputs, inputs, weights.grads, b, dx);
  }
}

export class MaxPool2D extends Layer {
  /** @param {Joined} before @param {any} described */
  constructor(before, { size = 2, stride }) {
    const [high, wide] = pair(size);
    const [down, across] = pair(stride, [high, wide]);
    const [height, width, channels] = before.shape;
    const places = [(height - high) / down, (width - wide) / across].map((i) => Math.floor(i) + 1);
    super(before, [...places, channels]);
    this.size = [high, wide];
    this.steps = [down * width * channels, across * channels];
    this.winners = new Int32Array(this.outputs * CHUNK);
  }

  /** @override @param {number} n */
  forward(n) {
    const [down, across, channels] = this.shape;
    let to = 0;
    for (let i = 0; i < n; i++) {
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          const from = i * this.inputs + y * this.steps[0] + x * this.steps[1];
          for (let c = 0; c < channels; c++) this.largest(from + c, to++);
        }
      }
    }
  }

  /** The first of the largest numbers of one window; NaN counts as the largest.
   * @param {number} from @param {number} to */
  largest(from, to) {
    const { x, size } = this;
    const channels = this.shape[2];
    const line = this.entering[1] * channels;
    let winner = from;
    let most = x[from];
    for (let i = 0; i < size[0]; i++) {
      for (let j = 0; j < size[1]; j++) {
        const at = from + i * line + j * channels;
        const value = x[at];
        if (!(value <= most) && !Number.isNaN(most)) {
          most = value;
          winner = at;
        }
      }
    }
    this.out[to] = most;
    this.winners[to] = winner;
  }

  /** @override @param {number} n */
  backward(n) {
    const { dx, winners } = this;
    const grad = /** @type {Array_} */ (this.grad);
    if (!dx) return;
    dx.fill(0, 0, n * this.inputs);
    for (let i = 0; i < n * this.outputs; i++) dx[winners[i]] += grad[i];
  }
}
