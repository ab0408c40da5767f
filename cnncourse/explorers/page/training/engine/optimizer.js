/**
 * The steps of the course's recipes: SGD with momentum and Adam as Keras writes them, and weights
 * that decay by themselves, as in AdamW. Rates are rounded to float32, as both twins do.
 */

import { Numbers } from "../../arithmetic/engine/matrices.js";

/** @typedef {import("../../arithmetic/engine/network.js").Network} Network */
/** @typedef {import("./settings.js").Settings} Settings */
/** What one step did to an array: sums of squares. @typedef {{of: string, count: number,
 *   gradient: number, change: number, weight: number}} Effect */

const round = Math.fround;
const [BETA_1, BETA_2, EPSILON] = [round(0.9), round(0.999), round(1e-7)];

export class Optimizer {
  /** @param {Network} network whose arrays it changes */
  constructor(network) {
    this.arrays = [...network.arrays()].map(({ of, own }) => {
      const size = own.values.length;
      return { of, own, first: new Numbers(size), second: new Numbers(size) };
    });
    this.kind = "";
    /** Steps of Adam. */
    this.taken = 0;
  }

  /** Empty the moments. @param {string} kind */
  begin(kind) {
    this.kind = kind;
    this.taken = 0;
    for (const { first, second } of this.arrays) {
      first.fill(0);
      second.fill(0);
    }
  }

  /** Take one step. @param {Settings} settings @returns {Effect[]} */
  step(settings) {
    const { optimizer: kind } = settings;
    if (kind !== this.kind) this.begin(kind);
    const rate = round(settings.learning_rate);
    const kept = 1 - rate * round(settings.weight_decay);
    if (kind === "sgd") {
      const momentum = round(settings.momentum);
      return this.arrays.map((one) => sgd(one, rate, momentum, kept));
    }
    this.taken += 1;
    const [one, two] = [1 - BETA_1 ** this.taken, 1 - BETA_2 ** this.taken];
    const corrected = (rate * Math.sqrt(two)) / one;
    return this.arrays.map((array) => adam(array, corrected, kept));
  }

  /** @returns {any} what it has gathered */
  state() {
    const moments = this.arrays.map(({ first, second }) => [first.slice(), second.slice()]);
    return { kind: this.kind, taken: this.taken, moments };
  }

  /** @param {any} state */
  restore({ kind, taken, moments }) {
    this.kind = kind;
    this.taken = taken;
    this.arrays.forEach(({ first, second }, i) => {
      first.set(moments[i][0]);
      second.set(moments[i][1]);
    });
  }
}

/** @typedef {Optimizer["arrays"][number]} Array_ */

/** @param {Array_} array @param {number} rate @param {number} momentum
 * @param {number} kept @returns {Effect} */
function sgd({ of, own, first: velocity }, rate, momentum, kept) {
  const { values, grads } = own;
  let [gradient, change, weight] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const g = grads[i];
    const old = values[i];
    const moved = momentum * velocity[i] - rate * g;
    velocity[i] = moved;
    values[i] = old * kept + moved;
    gradient += g * g;
    change += (values[i] - old) * (values[i] - old);
    weight += old * old;
  }
  return { of, count: values.length, gradient, change, weight };
}

/** @param {Array_} array @param {number} rate corrected for the moments' empty start
 * @param {number} kept @returns {Effect} */
function adam({ of, own, first, second }, rate, kept) {
  const { values, grads } = own;
  let [gradient, change, weight] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const g = grads[i];
    const old = values[i];
    first[i] += (g - first[i]) * (1 - BETA_1);
    second[i] += (g * g - second[i]) * (1 - BETA_2);
    values[i] = old * kept - (rate * first[i]) / (Math.sqrt(second[i]) + EPSILON);
    gradient += g * g;
    change += (values[i] - old) * (values[i] - old);
    weight += old * old;
  }
  return { of, count: values.length, gradient, change, weight };
}
