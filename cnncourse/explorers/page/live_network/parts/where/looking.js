/** Where a network looks: the counterpart of `cnncourse.explorers.looking`. */

import { describe } from "../../../arithmetic/architecture.js";
import {
  classActivationMap,
  gradCam,
  gradCamPlusPlus,
  gradientMap,
  placeMap,
} from "../../../arithmetic/class_maps.js";
import { Network } from "../../../arithmetic/engine/network.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../../run.js").Network} Given */
/** @typedef {{problem: string, asked: number, logit: number, answer: number, layer: string,
 *   map: NDArray, placed: NDArray, share: number | null, even: number,
 *   middle: number[] | null, item_middle: number[] | null}} Looked as in Python; with a problem
 *   there is nothing but it and the three after it */

const IMAGE = {
  stride: /** @type {[number, number]} */ ([1, 1]),
  centre: /** @type {[number, number]} */ ([0, 0]),
};

/** The networks of the engine, by the weights that they hold. @type {WeakMap<object, any>} */
const made = new WeakMap();

/** A network that can go back. @param {Given} given @returns {Network} */
function engineOf({ spec, weights }) {
  const known = made.get(weights);
  if (known) return known;
  const network = new Network(spec, true);
  const entries = Object.entries(weights).map(([key, { data }]) => [key, Float32Array.from(data)]);
  network.set(Object.fromEntries(entries));
  made.set(weights, network);
  return network;
}

/** What the layers of each network are. @type {WeakMap<object, any[]>} */
const described = new WeakMap();

/** @param {any} spec @returns {import("../../../arithmetic/architecture.js").DescribedLayer[]} */
function layersOf(spec) {
  if (!described.has(spec)) described.set(spec, describe(spec).layers);
  return /** @type {any} */ (described.get(spec));
}

/**
 * Where a network looks for a class.
 * @param {Given} given
 * @param {NDArray} frame [H, W], what enters
 * @param {NDArray} logits what it makes of that
 * @param {string} method
 * @param {number} wanted the number of the class, or -1 for that of its answer
 * @returns {Looked}
 */
export function look(given, frame, logits, method, wanted) {
  const answer = logits.data.reduce((most, value, at, all) => (value > all[most] ? at : most), 0);
  const asked = wanted < 0 ? answer : wanted;
  const known = /** @type {Looked} */ ({ problem: "", asked, logit: logits.data[asked], answer });
  const { name } = given.spec;
  if (asked >= logits.data.length) {
    return { ...known, problem: `'${name}' has only ${logits.data.length} classes` };
  }
  const [layer, problem] = layerOf(given.spec, method);
  if (problem) return { ...known, problem };
  /** @type {Network} */
  let network;
  try {
    network = engineOf(given);
  } catch (error) {
    return { ...known, problem: `Of '${name}': ${/** @type {Error} */ (error).message}` };
  }
  const drawn = draw(network, given, frame, method, asked, layer);
  if (typeof drawn === "string") return { ...known, problem: drawn };
  const field = layersOf(given.spec).find((one) => one.name === layer)?.receptiveField ?? IMAGE;
  const placed = placeMap(drawn, field, frame.shape);
  return { ...known, layer, map: drawn, placed, ...numbers(placed, frame) };
}

/** The map, or why there is none. @param {Network} network @param {Given} given
 * @param {NDArray} frame @param {string} method @param {number} asked @param {string} layer
 * @returns {NDArray | string} */
function draw(network, { spec, weights }, frame, method, asked, layer) {
  network.input.set(frame.data);
  network.forward(1, null, 0);
  const named = network.layers.find((one) => one.name === layer);
  const shape = named ? named.shape : spec.input_shape;
  const size = shape.reduce((/** @type {number} */ all, /** @type {number} */ n) => all * n, 1);
  const slopes = { shape, data: network.slopes(asked, named).subarray(0, size) };
  if (!named) return gradientMap(slopes);
  const maps = { shape, data: named.end.out.subarray(0, size) };
  if (method === "cam") {
    return classActivationMap(maps, weights[`${network.layers.at(-1)?.name}/weights`], asked);
  }
  if (method === "grad-cam") return gradCam(maps, slopes);
  if (!maps.data.some((value) => value < 0)) return gradCamPlusPlus(maps, slopes);
  return (
    `Grad-CAM++ needs maps without negative numbers, as after ReLU; ${layer} of ` +
    `'${spec.name}' has some: take Grad-CAM, or a network with ReLU`
  );
}

/** The name of the layer whose maps a method takes, and why there is none.
 * @param {any} spec @param {string} method @returns {[layer: string, problem: string]} */
function layerOf(spec, method) {
  if (method === "gradient") return ["image", ""];
  const layers = layersOf(spec);
  const kinds = layers.map(({ layer }) => layer.layer);
  const last = kinds.lastIndexOf("Conv2D");
  if (last < 0) {
    return ["", `'${spec.name}' has no convolution, and so no maps: take the gradient`];
  }
  if (method !== "cam") return [layers[last].name, ""];
  const [before, mean, dense] = [3, 2, 1].map((back) => kinds.length - back);
  if (kinds[mean] === "GlobalAvgPool2D" && kinds[dense] === "Dense") {
    return [layers[before].name, ""];
  }
  const problem =
    "CAM needs a network that ends in GlobalAvgPool2D and one Dense; " +
    `'${spec.name}' ends in ${kinds.slice(last + 1).join(", ")}: take Grad-CAM`;
  return ["", problem];
}

/** How much of what speaks for the class lies on what is lit, and where the middles of both are.
 * @param {NDArray} placed @param {NDArray} light */
function numbers(placed, light) {
  let [all, inside, lit] = [0, 0, 0];
  placed.data.forEach((value, at) => {
    const up = Math.max(value, 0);
    all += up;
    if (light.data[at] > 0) inside += up;
    if (light.data[at] > 0) lit += 1;
  });
  return {
    share: all && lit ? inside / all : null,
    even: lit / light.data.length,
    middle: middleOf(placed),
    item_middle: middleOf(light),
  };
}

/** The mean row and column of what is positive in a picture, weighed by it.
 * @param {NDArray} picture */
function middleOf({ shape, data }) {
  let [sum, rows, columns] = [0, 0, 0];
  data.forEach((value, at) => {
    const up = Math.max(value, 0);
    sum += up;
    rows += up * Math.floor(at / shape[1]);
    columns += up * (at % shape[1]);
  });
  return sum ? [rows / sum, columns / sum] : null;
}
