/** What follows from the settings before anything is learned: as `Training.compute`. */

import { count, number, plural } from "../core/format.js";
import { same } from "../core/settings.js";
import description from "./description.json" with { type: "json" };
import { written } from "./log.js";

/** @typedef {import("../core/settings.js").Values} Values */

const { constants, settings } = description;
/** @type {{[name: string]: {label: string, words: string, settings: Values}}} */
export const PRESETS = constants.presets;
/** @type {{[name: string]: number}} */
const PARAMETERS = constants.parameters;
/** What belongs to no preset. */
const OWN = ["seed", "image"];
/** @type {Values} */
export const USUAL = Object.fromEntries(settings.map(({ name, default: usual }) => [name, usual]));

/** All that a preset sets. @param {string} name @returns {Values} */
export function presetOf(name) {
  const whole = { ...USUAL, ...PRESETS[name].settings };
  return Object.fromEntries(Object.entries(whole).filter(([one]) => !OWN.includes(one)));
}

/** @param {Values} values */
function isSet(values) {
  return (/** @type {string} */ name) =>
    Object.entries(presetOf(name)).every(([one, value]) => same(values[one], value));
}

/** @param {Values} values */
export function compute(values) {
  const { images, batch_size, network } = values;
  const steps = Math.ceil(images / batch_size);
  const found = {
    parameters: PARAMETERS[network],
    steps_per_epoch: steps,
    last_batch: images - (steps - 1) * batch_size,
    preset: Object.keys(PRESETS).find(isSet(values)) ?? "",
    problem: "",
  };
  return { ...found, summary: summary(values, found) };
}

/** What a setting is called where it is chosen. @param {string} name @param {string} value */
export function labelOf(name, value) {
  const options = /** @type {any} */ (settings.find((one) => one.name === name))?.options ?? [];
  return options.find((/** @type {any} */ one) => one.value === value).label;
}

/** What there is besides the usual, in words. @param {Values} values */
export function moreWords({ shift, dropout, weight_decay, validation_shift }) {
  return [
    shift ? `training images moved by up to ${plural(shift, "pixel")}` : "",
    weight_decay ? `weight decay ${number(weight_decay, 3)}` : "",
    dropout ? `dropout ${number(dropout)}` : "",
    validation_shift ? `validation images moved by ${plural(validation_shift, "pixel")}` : "",
  ].filter(Boolean);
}

/** @param {Values} values @param {{parameters: number, steps_per_epoch: number}} found */
function summary(values, { parameters, steps_per_epoch: steps }) {
  const { images, batch_size } = values;
  const momentum = values.momentum ? `, momentum ${number(values.momentum)}` : "";
  const by = values.optimizer === "adam" ? "Adam" : `SGD${momentum}`;
  const more = moreWords(values);
  const rest = more.length ? `; ${more.join(", ")}` : "";
  return (
    `${labelOf("network", values.network)}: ${count(parameters)} parameters. One epoch is ` +
    `${plural(steps, "step")} of ${plural(Math.min(batch_size, images), "image")}, ` +
    `${count(images)} in all. ${by}, learning rate ${written(values.learning_rate)}${rest}.`
  );
}
