/** What both networks make of the picture as it is set. */

import { softmax } from "../arithmetic/classification.js";
import { percent } from "../core/format.js";
import { place, roomOf } from "./item.js";
import { itemOf, labelOf, networks, run } from "./run.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */

/**
 * @typedef {object} Found what follows from the settings: as in Python
 * @property {NDArray} frame_image [28, 28]
 * @property {Record<string, NDArray>} maps
 * @property {NDArray} logits
 * @property {NDArray} probabilities
 * @property {string} prediction
 * @property {NDArray} dense_logits
 * @property {NDArray} dense_probabilities
 * @property {string} dense_prediction
 * @property {string} label
 * @property {boolean | null} right
 * @property {boolean | null} dense_right
 * @property {number} kept
 * @property {number[]} room up, down, left, right, in pixels
 * @property {string} problem
 */

/** @param {Values} values @param {any} data @returns {Found & {summary: string}} */
export function compute(values, data) {
  const { size, shift_down, shift_right, image } = values;
  const item = itemOf(values, data);
  const frame = place(item, size, shift_down, shift_right);
  const [convolutional, dense] = networks(data).map((each) => run(frame, each));
  const { classes } = networks(data)[0];
  const label = labelOf(image, data);
  const sum = (/** @type {Float64Array} */ numbers) => numbers.reduce((a, b) => a + b, 0);
  const whole = sum(item);
  const results = {
    frame_image: frame,
    maps: convolutional.maps,
    logits: convolutional.logits,
    probabilities: softmax(convolutional.logits),
    prediction: classes[convolutional.found],
    dense_logits: dense.logits,
    dense_probabilities: softmax(dense.logits),
    dense_prediction: classes[dense.found],
    label: label === null ? "" : classes[label],
    right: label === null ? null : convolutional.found === label,
    dense_right: label === null ? null : dense.found === label,
    kept: whole ? sum(frame.data) / whole : 1,
    room: roomOf(item, size),
    problem: "",
  };
  return { ...results, summary: summary(results, image) };
}

/** @param {Found} found @param {string} image */
function summary(found, image) {
  const verdict = (/** @type {boolean | null} */ right) =>
    right === null ? "" : right ? ", which is right" : ", which is wrong";
  const says = (/** @type {string} */ name, /** @type {NDArray} */ { data }) =>
    `${name} with ${percent(Math.max(...data))}`;
  const lost = found.kept < 0.9995 ? ` ${percent(1 - found.kept)} of its light is cut off.` : "";
  const none = found.label ? "" : unlabelled(image);
  return (
    `The convolutional network says ${says(found.prediction, found.probabilities)}` +
    `${verdict(found.right)}. The dense one says ` +
    `${says(found.dense_prediction, found.dense_probabilities)}${verdict(found.dense_right)}.` +
    `${lost}${none}`
  );
}

/** @param {string} image */
function unlabelled(image) {
  const what = image === "stroke" ? "A nine is none of the ten classes" : "Whatever you draw";
  return ` ${what}: a classifier can only choose among what it was trained on.`;
}
