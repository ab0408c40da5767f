/** Losses and accuracies of images that nothing is learned from, and what else shows by them. */

import { CHUNK } from "../../arithmetic/engine/layer.js";

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {{loss: number, accuracy: number, count: number}} Found */
/** @typedef {{index: number, label: number, predicted: number, probability: number,
 *   loss: number}} Wrong */

const MOST = 500; // training images that are measured: time for it is time not trained

/**
 * Loss and accuracy of the first images of a set, in pieces.
 * @param {Learning["network"]} network @param {Learning["training"]} pictures
 * @param {number} count @param {number} right pixels that they are moved
 * @param {(one: Wrong) => void} told is called with every image
 * @returns {Generator<undefined, Found>}
 */
export function* evaluate(network, pictures, count, right, told) {
  let [sum, correct] = [0, 0];
  for (let from = 0; from < count; from += CHUNK) {
    const n = Math.min(CHUNK, count - from);
    for (let i = 0; i < n; i++) pictures.put(from + i, 0, right, network.input, i);
    const logits = network.forward(n, null, 0);
    for (let i = 0; i < n; i++) {
      const index = from + i;
      const label = pictures.labels[index];
      const loss = network.loss.one(logits, i * network.classes, label, null, 0);
      const { predicted, probability } = network.loss;
      sum += loss;
      if (predicted === label) correct += 1;
      told({ index, label, predicted, probability, loss });
    }
    yield;
  }
  return { loss: sum / count, accuracy: correct / count, count };
}

/** Which of the ReLUs' units were above 0 for some image. */
class Alive {
  /** @param {Learning["network"]} network */
  constructor(network) {
    this.layers = network.rectified.map(([name, layer]) => {
      const units = layer.shape[layer.shape.length - 1];
      return { name, layer, units, alive: new Uint8Array(units) };
    });
  }

  /** @param {number} n images that the network holds */
  look(n) {
    for (const { layer, units, alive } of this.layers) {
      const { out } = layer;
      for (let i = 0; i < n * layer.outputs; i++) if (out[i] > 0) alive[i % units] = 1;
    }
  }

  /** The share of units that never were, by layer. */
  dead() {
    return this.layers.map(({ name, units, alive }) => {
      return { name, share: alive.reduce((count, one) => count - one, units) / units };
    });
  }
}

/**
 * All that the message "measured" tells, in pieces.
 * @param {Learning} learning @param {number} most wrong images
 * @returns {Generator<undefined, any>}
 */
export function* measure({ network, training, validation, settings, at }, most) {
  const { images, validation_shift: right } = settings;
  const alive = new Alive(network);
  /** @type {Wrong[]} */
  let wrong = [];
  const told = (/** @type {Wrong} */ one) => {
    if (one.index % CHUNK === 0) alive.look(Math.min(CHUNK, validation.count - one.index));
    if (one.predicted !== one.label) wrong.push(one);
  };
  const count = Math.min(images, validation.count, MOST);
  const own = yield* evaluate(network, training, count, 0, () => {});
  const others = yield* evaluate(network, validation, validation.count, right, told);
  wrong.sort((one, other) => other.loss - one.loss || one.index - other.index);
  wrong = wrong.slice(0, most);
  const { step } = at;
  return { step, training: own, validation: others, wrong, right, dead: alive.dead() };
}
