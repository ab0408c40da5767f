/** The result of a convolution in words. */

import { count, number, plural } from "../core/format.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("../core/convolution_kinds.js").Whole & ReturnType<typeof import("../core/convolution_kinds.js").sightIn>} Found */

/** "28 × 28", with the channels where there are several. @param {number[]} shape */
export function by(shape) {
  return shape
    .filter((n, axis) => axis < 2 || n > 1)
    .map(count)
    .join(" × ");
}

/** "−0.5, 1.25 and 0". @param {number[]} values */
function listed(values) {
  const words = values.map((value) => number(value, 3));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0];
}

/** @param {Found} found @param {Values} values */
export function summary(found, { kind }) {
  if (found.problem) return "There is no output.";
  const { row, column, unreached } = found;
  const at = `At row ${row}, column ${column}`;
  const transposed = kind === "transposed";
  const said = transposed ? meeting(found, at) : slid(found, at, kind);
  const verbs = transposed
    ? ["has its copy cut off", "have their copies cut off"]
    : ["is in no window", "are in no window"];
  const missed = ` ${plural(unreached, "input pixel")} ${verbs[Number(unreached > 1)]} (marked).`;
  return `${said}${blind(found)}${unreached ? missed : ""}`;
}

/** What a window that slides gives. @param {Found} found @param {string} at
 * @param {string} kind */
function slid({ picture, output_shape: out, weights, value, channel_sums }, at, kind) {
  const [size, , channels] = weights.shape;
  const terms = weights.data.length;
  const pixels = `${by(picture.shape)} pixels`;
  const sums = plural(out[0] * out[1], "sum");
  if (kind === "depthwise" && channels > 1) {
    const products = plural(size * size, "product");
    return (
      `${pixels} give ${channels} maps of ${by(out)}, one from each channel. ${at} each channel’s ` +
      `${products} ${size > 1 ? "add" : "adds"} up to ${listed(channel_sums)}, and the channels ` +
      "are not added."
    );
  }
  const sum = number(Array.isArray(value) ? value[0] : value, 3);
  const whole = `${pixels} give a map of ${by(out)}, ${sums}. ${at} `;
  if (kind === "1x1" && channels > 1)
    return `${whole}the ${channels} channels of one pixel, each times its weight, add up to ${sum}.`;
  const slices = channels > 1 ? ` in ${channels} slices` : "";
  return `${whole}the ${terms === 1 ? "one product is" : `${terms} products${slices} add up to`} ${sum}.`;
}

/** What copies that meet give. @param {Found} found @param {string} at */
function meeting({ picture, output_shape: out, rows, columns, value, fewest, most, bare }, at) {
  const met = rows.length * columns.length;
  const sum = number(value, 3);
  const here = [
    "lies no copy: the number is 0",
    `lies one copy: it gives ${sum}`,
    `${met} copies meet and add up to ${sum}`,
  ][Math.min(met, 2)];
  const all =
    fewest === most
      ? most === 1
        ? "one copy lies at every place"
        : `${most} copies meet at every place`
      : `${fewest} to ${most} copies meet`;
  const gaps = bare ? `; no copy reaches ${plural(bare, "number")}` : "";
  return (
    `Each of ${by(picture.shape.slice(0, 2))} pixels lays a copy of the kernel, times itself, on ` +
    `a map of ${by(out)}. ${at} of it ${here}. Over the map ${all}${gaps}.`
  );
}

/** What a kernel of zeros means. @param {Found} found */
function blind({ weights }) {
  if (weights.data.some((weight) => weight !== 0)) return "";
  return weights.shape[0] === 1
    ? " The weight is 0: a kernel of one pixel has no neighbours to compare."
    : " All weights are 0, so every sum is.";
}
