/** What follows from features, weights and bias, with a sigmoid before the softmax and without. */

import { array, fromNested } from "../arithmetic/arrays.js";
import { crossEntropy, softmax } from "../arithmetic/classification.js";
import { dense, sigmoid } from "../arithmetic/features.js";
import { number } from "../core/format.js";
import { bound, CLASSES, capital, FEATURES, share, significant } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {ReturnType<typeof compute>} Results */

/** @param {Float64Array} logits @param {Float64Array} squashed @param {number} label
 * @param {boolean} through whether the sigmoid stands before the softmax
 * @param {number} temperature */
function pass(logits, squashed, label, through, temperature) {
  const entering = (through ? squashed : logits).map((value) => value / temperature);
  const probabilities = softmax(array([5], entering)).data;
  const opposite = sigmoid(
    array(
      [5],
      logits.map((value) => -value),
    ),
  ).data;
  const gradient = probabilities.map((p, i) => {
    const slope = through ? squashed[i] * opposite[i] : 1;
    return ((p - (i === label ? 1 : 0)) * slope) / temperature;
  });
  return {
    entering,
    probabilities,
    cross_entropy: crossEntropy(array([5], entering), label),
    gradient,
  };
}

/** The probability that a sigmoid before the softmax leaves to the best of `classes`.
 * @param {number} classes @param {number} temperature */
function ceilingOf(classes, temperature) {
  return 1 / (1 + (classes - 1) * Math.exp(-1 / temperature));
}

/** @param {Values} values */
export function compute(values) {
  const features = FEATURES.map((name) => values[name]);
  const weights = fromNested(values.weights);
  const logits = dense(array([4], features), weights, array([5], values.bias)).data;
  const squashed = sigmoid(array([5], logits)).data;
  const label = CLASSES.indexOf(values.label);
  const ways = [false, true].map((through) =>
    pass(logits, squashed, label, through, values.temperature),
  );
  const [without_sigmoid, with_sigmoid] = ways.map((way) => ({
    probability: way.probabilities[label],
    cross_entropy: way.cross_entropy,
    gradient: way.gradient[label],
  }));
  const largest = logits.indexOf(Math.max(...logits));
  const ceiling = ceilingOf(5, values.temperature);
  const ceiling_of_ten = ceilingOf(10, values.temperature);
  const found = {
    features,
    products: features.map((x, i) =>
      Array.from(weights.data.subarray(5 * i, 5 * i + 5), (w) => w * x),
    ),
    logits,
    squashed,
    ...ways[values.sigmoid ? 1 : 0],
    prediction: CLASSES[largest],
    without_sigmoid,
    with_sigmoid,
    ceiling,
    floor: -Math.log(ceiling),
    ceiling_of_ten,
    floor_of_ten: -Math.log(ceiling_of_ten),
    problem: "",
  };
  return { ...found, summary: summary(found, values, largest, label) };
}

/** @param {any} found @param {Values} values @param {number} largest @param {number} label */
function summary(found, values, largest, label) {
  const name = capital(values.label);
  const first =
    `The largest logit is that of ${capital(CLASSES[largest])}, ` +
    `${number(found.logits[largest], 2)}; so is its probability, ` +
    `${share(found.probabilities[largest])}, and the other four share the rest. `;
  const own = largest === label ? "" : `${name} gets ${share(found.probabilities[label])}. `;
  const loss = `The loss of the label ${name} is ${significant(found.cross_entropy)}`;
  if (!values.sigmoid) return `${first}${own}${loss}.`;
  return (
    `${first}${own}${loss}. With the sigmoid before the softmax no probability can exceed ` +
    `${bound(found.ceiling)} and no loss can fall below ${significant(found.floor)}.`
  );
}
