/** What is said of a number inside a network. */

import { LAYERS } from "../../../arithmetic/architecture.js";
import { number, plural } from "../../../core/format.js";
import { exact, parse, where } from "../inside/units.js";

/** @typedef {import("./explain.js").Explained} Explained */

/** How a number comes about, in a few sentences. @param {Explained} found */
export function told(found) {
  if (found.problem) return `${found.problem}.`;
  const { layer, place } = parse(found.unit);
  const start = `${capital(where(layer, place))} is ${exact(found.value)}`;
  if (!found.before)
    return `${start}: brightness, from 0 (black) to 1 (white). Behind it is nothing.`;
  return `${start}. ${reason(found, place)}`;
}

/** @param {string} words */
function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}

/** @param {Explained} found @param {number[]} place */
function reason(found, place) {
  const { before, inputs, winner, source, statistics, weights, layer } = found;
  const count = inputs?.data.length ?? 0;
  if (winner) {
    const [row, column] = winner;
    return (
      `It is the largest of ${plural(count, "number")} in the window over ${window(found)} of map ` +
      `${place[2]} of ${before}, and stands there at row ${row}, column ${column}.`
    );
  }
  if (weights && !layer.startsWith("Conv2D") && !layer.startsWith("Dense")) {
    return (
      `It is the mean of ${plural(count, "number")} of map ${place[place.length - 1]} of ` +
      `${before}, over ${window(found)}: each counts 1/${count}.`
    );
  }
  if (weights) return weighted(found, count);
  const from = where(String(before), /** @type {number[]} */ (source));
  if (statistics) return normalised(found, from);
  if (layer === "Flatten()") return `It is ${from}: flattening puts numbers in a row, no more.`;
  if (!found.activation) return `It is ${from}: outside of training, dropout changes nothing.`;
  const given =
    found.activation === "softmax" ? `its share among ${plural(count, "number")}` : from;
  return `It is what ${layer} makes of ${given}${count === 1 ? `, ${exact(inputs?.data[0] ?? 0)}` : ""}.`;
}

/** The rows and columns of a window. @param {Explained} found */
function window({ rows = [], columns = [] }) {
  return `rows ${span(rows)}, columns ${span(columns)}`;
}

/** @param {number[]} taps */
function span(taps) {
  const [first, last] = [taps[0], taps[taps.length - 1]];
  const step = taps.length > 1 ? taps[1] - taps[0] : 1;
  const every = step > 1 ? `, every ${step}th` : "";
  return first === last ? number(first) : `${number(first)} to ${number(last)}${every}`;
}

/** @param {Explained} found @param {number} count */
function weighted(found, count) {
  const { rows, before, sum = 0, bias, total = 0, value } = found;
  const place = rows ? ` under the window over ${window(found)} of ${before}` : ` of ${before}`;
  const added =
    bias === null ? "" : `; with the bias ${exact(Number(bias))} that is ${exact(total)}`;
  return (
    `${plural(count, "number")}${place}, each times its weight, add up to ${exact(sum)}${added}. ` +
    after(found.activation ?? null, value)
  );
}

/** @param {string | null} activation @param {number} value */
function after(activation, value) {
  if (!activation) return "No activation follows.";
  const beside = activation === "softmax" ? ", together with the others beside it," : "";
  return `${nameOf(activation)} makes ${exact(value)} of that${beside ? `${beside} as a share` : ""}.`;
}

/** @param {string} activation */
export function nameOf(activation) {
  return Object.keys(LAYERS).find((name) => LAYERS[name].kind === activation) ?? activation;
}

/** @param {Explained} found @param {string} from */
function normalised({ statistics = {}, inputs }, from) {
  const { mean, variance, epsilon, scale, shift } = statistics;
  const x = inputs?.data[0] ?? 0;
  return (
    `It is ${from}, ${exact(x)}, brought to the scale of its map: (${exact(x)} − ${exact(mean)}) / ` +
    `√(${exact(variance)} + ${epsilon}) × ${exact(scale)} + ${exact(shift)}.`
  );
}

/**
 * Which weight it is, before what it multiplies.
 * @param {number[]} shape of what is read, and of its weights
 * @param {number[]} cell that shows it
 * @param {number} at its place in the picture, row by row
 * @param {number} map that the picture is of
 * @param {boolean} kept
 */
export function weighed(shape, [row, column], at, map, kept) {
  const of = shape.length === 3 && shape[2] > 1 ? ` for map ${map}` : "";
  const place =
    shape.length === 1 ? `of number ${at}` : `at row ${row}, column ${column} of the window${of}`;
  return `${kept ? "Kept: the" : "The"} weight ${place} multiplies `;
}
