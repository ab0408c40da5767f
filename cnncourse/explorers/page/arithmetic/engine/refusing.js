/** What the engine does not take, in words. */

import { pair, sides } from "./windows.js";

const WAYS = ["fan_in_uniform", "glorot_uniform"];
const MOST_PARAMETERS = 3e6;

/** @param {boolean} wrong @param {string} words */
function refuse(wrong, words) {
  if (wrong) throw new Error(words);
}

/** @param {any} value @param {number} least */
function whole(value, least) {
  return Number.isInteger(value) && value >= least;
}

/**
 * Raise unless the engine can train a network.
 * @param {any} architecture as JSON @param {string[]} kinds of layers that it knows
 * @param {string[]} activations that it knows
 * @throws {Error}
 */
export function check(architecture, kinds, activations) {
  const shape = architecture?.input_shape;
  refuse(
    !Array.isArray(shape) || shape.length !== 3 || !shape.every((one) => whole(one, 1)),
    "the network must say its input_shape: height, width and channels",
  );
  const { layers, initializer: way = "glorot_uniform" } = architecture;
  refuse(!Array.isArray(layers) || !layers.length, "the network must have layers");
  refuse(!WAYS.includes(way), `initial weights "${way}" are not drawn here; take ${WAYS[0]}`);
  let now = shape;
  let parameters = 0;
  layers.forEach((/** @type {any} */ one, /** @type {number} */ i) => {
    const named = `layer ${i + 1}, ${one?.layer}`;
    refuse(!kinds.includes(one?.layer), `${named}, is not trained here; take ${kinds.join(", ")}`);
    const { activation } = one;
    refuse(
      Boolean(activation) && !activations.includes(activation),
      `${named}: activation "${activation}" is not trained here; take ${activations.join(", ")}`,
    );
    const [next, own] = after(one, now, named);
    parameters += own;
    now = next;
  });
  refuse(now.length !== 1 || now[0] < 2, "the network must end in one number for each class");
  refuse(parameters === 0, "the network has nothing to learn; add a Conv2D or a Dense");
  refuse(
    parameters > MOST_PARAMETERS,
    `the network has ${parameters} parameters; at most ${MOST_PARAMETERS} are trained in the page`,
  );
}

/** The shape after a layer, and how many numbers it learns. @param {any} one
 * @param {number[]} shape @param {string} named @returns {[number[], number]} */
function after(one, shape, named) {
  const maps = shape.length === 3;
  if (one.layer === "Conv2D" || one.layer === "MaxPool2D" || one.layer === "GlobalAvgPool2D") {
    refuse(!maps, `${named}, needs maps, but it gets ${shape[0]} numbers in a row`);
  }
  if (one.layer === "Conv2D") return afterConv(one, shape, named);
  if (one.layer === "MaxPool2D") return [afterPool(one, shape, named), 0];
  if (one.layer === "GlobalAvgPool2D") return [[shape[2]], 0];
  if (one.layer === "Flatten") return [[shape.reduce((all, n) => all * n, 1)], 0];
  if (one.layer !== "Dense") return [shape, 0];
  refuse(maps, `${named}, needs numbers in a row; put a Flatten before it`);
  refuse(!whole(one.units, 1), `${named}: units must be a whole number of at least 1`);
  return [[one.units], (shape[0] + 1) * one.units];
}

/** @param {any} one @param {number[]} shape @param {string} named
 * @returns {[number[], number]} */
function afterConv(one, shape, named) {
  const size = pair(one.kernel_size, [0, 0]);
  refuse(!size.every((n) => whole(n, 1)), `${named}: kernel_size must be whole, at least 1`);
  refuse(!whole(one.filters, 1), `${named}: filters must be a whole number of at least 1`);
  for (const key of ["stride", "dilation"]) {
    refuse(
      pair(one[key]).some((n) => n !== 1),
      `${named}: only ${key} 1 is trained here`,
    );
  }
  const four = sides(one.padding, size);
  const [high, wide] = [four[0] + four[1], four[2] + four[3]];
  const out = [shape[0] + high - size[0] + 1, shape[1] + wide - size[1] + 1];
  refuse(Math.min(...out) < 1, `${named}: the kernel is larger than the padded input`);
  return [[...out, one.filters], (size[0] * size[1] * shape[2] + 1) * one.filters];
}

/** @param {any} one @param {number[]} shape @param {string} named */
function afterPool(one, shape, named) {
  const size = pair(one.size, [2, 2]);
  const stride = pair(one.stride, size);
  refuse(
    ![...size, ...stride].every((n) => whole(n, 1)),
    `${named}: size and stride must be whole numbers of at least 1`,
  );
  const padded = one.padding !== undefined && one.padding !== "valid" && one.padding !== 0;
  refuse(padded, `${named}: only padding "valid" is trained here`);
  const out = [0, 1].map((i) => Math.floor((shape[i] - size[i]) / stride[i]) + 1);
  refuse(Math.min(...out) < 1, `${named}: the window is larger than its input`);
  return [...out, shape[2]];
}
