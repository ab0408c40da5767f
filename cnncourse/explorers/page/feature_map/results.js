/** What follows from the settings: places, neighbours, and how well the map keeps them. */

import { decode } from "../arithmetic/arrays.js";
import description from "./description.json" with { type: "json" };
import { summary } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {{size: number, shares: number[], near: number[][], distances: number[][],
 *   places: {[name: string]: number[][]}}} Entry the features of one kind */
/** @typedef {{labels: number[], answers: number[], sureness: number[], network: string,
 *   features: {[name: string]: Entry}}} Maps */
/** @typedef {ReturnType<typeof compute>} Results */

const { constants } = description;
const { nearest: NEAREST } = constants.sizes;
export const CLASSES = constants.classes;
/** @param {string} name of a setting @returns {{[value: string]: string}} */
const optionsOf = (name) => {
  const found = description.settings.find((one) => one.name === name);
  return Object.fromEntries((found?.options ?? []).map(({ value, label }) => [value, label]));
};
const TITLES = optionsOf("category");
/** The classes as they are called. */
export const NAMES = CLASSES.map((name) => TITLES[name]);
export const FEATURES = optionsOf("features");

/** @type {WeakMap<object, Maps>} */
const unpacked = new WeakMap();
/** The five nearest on each map, once it was looked at. @type {WeakMap<number[][], number[][]>} */
const known = new WeakMap();

/** @param {any} encoded @returns {number[]} */
const numbers = (encoded) => [...decode(encoded).data];

/** Numbers in rows of so many. @param {number[]} flat @param {number} width */
function rows(flat, width) {
  return Array.from({ length: flat.length / width }, (_, i) =>
    flat.slice(i * width, (i + 1) * width),
  );
}

/** @param {any} stored @returns {Entry} */
function entry({ size, shares, reach, near, places }) {
  const { shift, levels } = constants.near;
  const pairs = rows(
    rows(numbers(near), 2).map(([low, high]) => low + 256 * high),
    NEAREST,
  );
  return {
    size,
    shares,
    near: pairs.map((row) => row.map((n) => n % shift)),
    distances: pairs.map((row) => row.map((n) => Math.floor(n / shift) * (reach / levels))),
    places: Object.fromEntries(
      Object.entries(places).map(([name, each]) => [name, rows(numbers(each), 2)]),
    ),
  };
}

/** The stored maps, unpacked once. @param {any} data @returns {Maps} */
export function mapsOf({ maps }) {
  const found = unpacked.get(maps) ?? {
    labels: numbers(maps.labels),
    answers: numbers(maps.answers),
    sureness: numbers(maps.sureness),
    network: maps.network,
    features: Object.fromEntries(
      Object.entries(maps.features).map(([name, one]) => [name, entry(one)]),
    ),
  };
  unpacked.set(maps, found);
  return found;
}

/** The five nearest to each on a map; of equally near ones the first. @param {number[][]} places */
function nearOnMap(places) {
  const found = known.get(places) ?? places.map((own, i) => fiveNearest(own, i, places));
  known.set(places, found);
  return found;
}

/** @param {number[]} own @param {number} self @param {number[][]} places */
function fiveNearest([x, y], self, places) {
  /** @type {[number, number][]} */
  const best = [];
  for (let i = 0; i < places.length; i += 1) {
    const across = places[i][0] - x;
    const down = places[i][1] - y;
    const far = across * across + down * down;
    if (i === self || (best.length === NEAREST && far >= best[NEAREST - 1][0])) continue;
    let at = best.length;
    while (at && best[at - 1][0] > far) at -= 1;
    best.splice(at, 0, [far, i]);
    best.length = Math.min(best.length, NEAREST);
  }
  return best.map(([, i]) => i);
}

/** The mean over some images of a share of their five. @param {number[]} some
 * @param {(image: number) => number} count */
const share = (some, count) =>
  some.reduce((sum, image) => sum + count(image), 0) / (NEAREST * some.length);

/** @param {Maps} maps @param {Entry} entry @param {number[][]} onMap @param {number} point */
function chosen(maps, { near, distances }, onMap, point) {
  const none = { label: "", answer: "", sureness: 0, near: [], near_on_map: [], distances: [] };
  if (point < 0) return none;
  return {
    label: NAMES[maps.labels[point]],
    answer: NAMES[maps.answers[point]],
    sureness: maps.sureness[point],
    near: near[point],
    near_on_map: onMap[point],
    distances: distances[point],
  };
}

/** Which images are of the class that is asked for. @param {Maps} maps @param {string} category */
export function shownOf({ labels }, category) {
  const wanted = CLASSES.indexOf(category);
  return [...labels.keys()].filter((image) => wanted < 0 || labels[image] === wanted);
}

/** @param {Values} values @param {any} data */
export function compute(values, data) {
  const maps = mapsOf(data);
  const found = maps.features[values.features];
  const key = values.method === "pca" ? "pca" : `${values.perplexity}-${values.seed}`;
  const onMap = nearOnMap(found.places[key]);
  const shown = shownOf(maps, values.category);
  const same = (/** @type {number[][]} */ near) => (/** @type {number} */ image) =>
    near[image].filter((other) => maps.labels[other] === maps.labels[image]).length;
  const results = {
    places: found.places[key],
    shares: values.method === "pca" ? found.shares : [],
    size: found.size,
    shown: shown.length,
    of_class: share(shown, same(found.near)),
    of_class_on_map: share(shown, same(onMap)),
    kept: share(shown, (image) => both(found.near[image], onMap[image])),
    problem: "",
    ...chosen(maps, found, onMap, values.point),
  };
  return { ...results, summary: summary(values, results, maps.network) };
}

/** How many are in both. @param {number[]} some @param {number[]} others */
export function both(some, others) {
  return some.filter((one) => others.includes(one)).length;
}
