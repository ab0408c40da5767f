/**
 * What a layer is: it goes forwards from the numbers `x` to `out`, and back from the gradient
 * `grad` of `out` to that of `x`, `dx` (null where nobody before it learns). The buffers hold
 * `CHUNK` images and are made once.
 */

import { Numbers } from "./matrices.js";

/** Images that go through the network together; more would not stay in the processor's cache. */
export const CHUNK = 4;

/** @typedef {import("./matrices.js").Numbers} Array_ */
/** What a layer is joined to. @typedef {{x: Array_, dx: Array_ | null, shape: number[]}} Joined */
/** An array of a layer: its rows are filters or units. @typedef {{key: string, shape: number[],
 *   units: number, fanIn: number, values: Array_, grads: Array_}} Own */

/** @param {number[]} shape */
export function sizeOf(shape) {
  return shape.reduce((all, one) => all * one, 1);
}

/** What all layers have. */
export class Layer {
  /** @param {Joined} before @param {number[]} shape of what leaves it */
  constructor({ x, dx, shape: entering }, shape) {
    this.x = x;
    this.dx = dx;
    this.entering = entering;
    this.shape = shape;
    this.inputs = sizeOf(entering);
    this.outputs = sizeOf(shape);
    /** @type {Array_} */
    this.out = new Numbers(this.outputs * CHUNK);
    /** @type {Array_ | null} */
    this.grad = new Numbers(this.outputs * CHUNK);
    /** @type {Own[]} */
    this.own = [];
  }

  /** @param {number} depth @param {number} units @param {[string, number[]]} first
   * @param {boolean} biased */
  learns(depth, units, [key, shape], biased) {
    const made = (/** @type {string} */ name, /** @type {number[]} */ its) => {
      const size = sizeOf(its);
      const arrays = { values: new Numbers(size), grads: new Numbers(size) };
      return { key: name, shape: its, units, fanIn: depth, ...arrays };
    };
    this.own = [made(key, shape), ...(biased ? [made("bias", [units])] : [])];
  }

  /** @param {number} n images @param {import("./pcg.js").Generator | null} _ for training
   * @param {number} _rate of dropout */
  forward(n, _, _rate) {
    for (let i = 0; i < n * this.outputs; i++) this.out[i] = this.x[i];
  }

  /** @param {number} n images */
  backward(n) {
    const { dx } = this;
    const grad = /** @type {Array_} */ (this.grad);
    if (dx) for (let i = 0; i < n * this.outputs; i++) dx[i] = grad[i];
  }
}
