/** What a kind of convolution does, and what it costs, in words. */

import { count, number, plural } from "../../../core/format.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/settings.js").Values} Values */

/** @type {{[kind: string]: (results: Results, values: Values) => string}} */
const KINDS = {
  depthwise: ({ weights: { shape }, parameters, multiply_adds: work }) => {
    const channels = shape[2];
    const said =
      "Depthwise: each channel has a slice of its own and gives a map of its own; nothing is " +
      "added across channels.";
    if (channels === 1) return `${said} With one channel that is the ordinary convolution.`;
    return (
      `${said} An ordinary layer that gives ${channels} maps has ${channels} filters like this ` +
      `one: ${count(channels * parameters)} weights and ${count(channels * work)} multiply-adds.`
    );
  },
  "1x1": ({ weights: { shape } }, { kernel_size: size }) => {
    const channels = shape[2];
    const said =
      "1 × 1: no neighbour is looked at. Each pixel’s channels, each times its weight, are " +
      "mixed into one number; a layer has one such mix for each map that it gives.";
    if (channels === 1) return `${said} With one channel there is nothing to mix.`;
    const more = `An ordinary filter of ${size} × ${size} has ${count(size * size * channels)} weights.`;
    return size > 1 ? `${said} ${more}` : said;
  },
  transposed: ({ sides, weights }, { stride, dilation }) => {
    const [k] = weights.shape;
    const apart =
      stride > 1
        ? `The stride lays the copies ${stride} pixels apart, so the map grows`
        : "With stride 1 the copies lie one pixel apart; a larger stride makes the map grow";
    const cut = sides.some(Boolean) ? "; padding cuts off the tinted border" : "";
    const uneven =
      dilation === 1 && k > stride && k % stride
        ? ` As ${k} is no multiple of ${stride}, more copies meet in some places than in others: ` +
          "a grid that the image does not have."
        : "";
    return (
      "Transposed: every number of the input, times the kernel, is added into the output. " +
      `${apart}${cut}.${uneven}`
    );
  },
};

/** @param {Results} results @param {Values} values */
export function explained(results, values) {
  return KINDS[values.kind]?.(results, values) ?? "";
}

/** @param {Results} results */
export function copyTitle({ stamp_at: [row, column], picture: { shape, data } }) {
  const where = `The copy of row ${row}, column ${column}`;
  if (shape[2] > 1) return `${where}: ${shape[2]} channels, each times its slice`;
  return `${where}: ${number(data[row * shape[1] + column])} · kernel`;
}

/** @param {Results} results */
export function meetingTitle({ row, column, rows, columns }) {
  const n = rows.length * columns.length;
  const met = n > 1 ? `${n} copies meet` : n ? "one copy lies" : "no copy lies";
  return `At row ${row}, column ${column} of the output ${met}`;
}

/** What the marks on the output mean. @param {Results} results @param {string} around */
export function outputLegend({ problem, sides, bare = 0 }, around) {
  if (problem) return "";
  const words = [
    "framed: the copy, and the number",
    sides.some(Boolean) && `tinted: cut off, ${around}`,
    bare > 0 && `${plural(bare, "number")} without a copy`,
  ];
  const said = words.filter(Boolean).join("; ");
  return said[0].toUpperCase() + said.slice(1);
}
