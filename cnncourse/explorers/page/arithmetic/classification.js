/**
 * From logits to probabilities, and to the loss, as in `cnncourse.ops.classification`.
 */

import { array } from "./arrays.js";
import { repr } from "./repr.js";
import { isWhole } from "./whole.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */

/**
 * Throw unless `logits` is a vector of at least one number.
 *
 * @param {NDArray} logits
 */
function needLogits(logits) {
  if (logits.shape.length !== 1 || logits.shape[0] === 0) {
    throw new Error(
      `logits must have shape (classes,) with at least one class, got ${repr(logits.shape)}`,
    );
  }
}

/**
 * Return the logits less the largest of them, so that no exponential overflows.
 *
 * @param {Float64Array} logits
 */
function shifted(logits) {
  // Not Math.max(...logits): a long vector would overflow the stack. A NaN stays NaN.
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  return logits.map((logit) => logit - largest);
}

/**
 * Return exp(logits / temperature) divided by its sum: probabilities.
 *
 * @param {NDArray} logits [classes]; any size, the largest is subtracted first
 * @param {number} [temperature] above 1 evens the probabilities out, below 1 sharpens them
 * @returns {NDArray} [classes]
 */
export function softmax(logits, temperature = 1) {
  needLogits(logits);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new Error(`temperature must be a number greater than 0, got ${repr(temperature)}`);
  }
  // Divided last: a large logit over a small temperature would overflow.
  const powers = shifted(logits.data).map((below) => Math.exp(below / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return array(
    logits.shape,
    powers.map((power) => power / total),
  );
}

/**
 * Return the natural logarithm of `softmax`, exact where a probability rounds to 0.
 *
 * @param {NDArray} logits [classes]
 * @returns {NDArray} [classes]
 */
export function logSoftmax(logits) {
  needLogits(logits);
  const below = shifted(logits.data);
  const total = Math.log(below.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return array(
    logits.shape,
    below.map((logit) => logit - total),
  );
}

/**
 * Return -log(probability given to the right class), in natural units.
 *
 * It takes *logits*: a softmax before it would be applied twice.
 *
 * @param {NDArray} logits [classes]
 * @param {number} label the number of the right class, from 0
 * @returns {number}
 */
export function crossEntropy(logits, label) {
  needLogits(logits);
  const classes = logits.shape[0];
  if (!isWhole(label, 0, classes - 1)) {
    throw new Error(
      `labels must lie from 0 to ${classes - 1} for logits of ${classes} classes, ` +
        `got ${repr(label)}`,
    );
  }
  return -logSoftmax(logits).data[label];
}
