/** What is said of a run, in words. */

import { count, number, percent, plural } from "../core/format.js";
import { written } from "./log.js";
import { labelOf, moreWords, USUAL } from "./results.js";

/** @typedef {import("../core/settings.js").Values} Values */

/** A loss as it is written. @param {number} loss */
export function lossWords(loss) {
  return Number.isFinite(loss) ? loss.toFixed(loss < 10 ? 3 : 1) : "not a number";
}

/** How far a run is.
 * @param {{step: number, epoch: number, share: number, speed: number}} course */
export function placeWords({ step, epoch, share, speed }) {
  const epochs = number(epoch + share, 2);
  const rate = speed ? `, ${count(speed)} images a second` : "";
  return `Step ${count(step)}, ${epochs === "1" ? "1 epoch" : `${epochs} epochs`}${rate}.`;
}

/** What was measured last.
 * @param {{last?: import("./course.js").Measured, diverged: number | null}} course */
export function measuredWords({ last, diverged }) {
  if (diverged !== null) {
    return `At step ${count(diverged)} the loss was no finite number any more: the run has ended. Go back, or start again with a smaller rate.`;
  }
  if (!last) return "";
  const part = (/** @type {"training" | "validation"} */ name) =>
    `${name} loss ${lossWords(last[name].loss)}, accuracy ${percent(last[name].accuracy)}`;
  return `At step ${count(last.step)}: ${part("training")}; ${part("validation")}.`;
}

/** What distinguishes a run, in short. @param {Values} values */
export function runWords(values) {
  const { network, learning_rate, optimizer, momentum, batch_size, images, seed } = values;
  const adam = optimizer === "adam";
  return [
    labelOf("network", network),
    `${adam ? "Adam, " : ""}rate ${written(learning_rate)}`,
    plural(images, "image"),
    `seed ${seed}`,
    momentum && !adam ? `momentum ${number(momentum)}` : "",
    batch_size === USUAL.batch_size ? "" : `batches of ${count(batch_size)}`,
    ...moreWords(values),
  ]
    .filter(Boolean)
    .join(", ");
}
