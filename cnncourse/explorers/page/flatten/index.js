/** From maps to a vector: where each number goes in Keras's order and in PyTorch's. */

import { array, size } from "../arithmetic/arrays.js";
import { flatten, flattenChannelsFirst, permutation } from "../arithmetic/features.js";
import { NumberRow, StackPicture, Told, VectorPicture } from "../core/drawing/cells.js";
import { Crossing } from "../core/drawing/crossing.js";
import { element } from "../core/drawing/dom.js";
import { plural } from "../core/format.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {[number, number, number]} Triple row, column, channel; or height, width, channels */

/** @param {Triple} shape @param {Triple} cell @param {number} index */
function kerasFormula([, width, channels], [row, column, channel], index) {
  const numbers = `(${row} · ${width} + ${column}) · ${channels} + ${channel}`;
  return `(row · W + column) · C + channel = ${numbers} = ${index}`;
}

/** @param {Triple} shape @param {Triple} cell @param {number} index */
function torchFormula([height, width], [row, column, channel], index) {
  const numbers = `(${channel} · ${height} + ${row}) · ${width} + ${column}`;
  return `(channel · H + row) · W + column = ${numbers} = ${index}`;
}

/** The cell that is looked at, within the stack. @param {Values} values */
function placeOf({ height, width, channels, row, column, channel }) {
  const shape = /** @type {Triple} */ ([height, width, channels]);
  const chosen = [row, column, channel];
  const cell = /** @type {Triple} */ (chosen.map((place, i) => Math.min(place, shape[i] - 1)));
  return { shape, cell, keras_index: (cell[0] * width + cell[1]) * channels + cell[2] };
}

/** Row, column and channel of a place in Keras's vector. @param {number} place
 * @param {Values} values */
function cellAt(place, { width, channels }) {
  const pixel = Math.floor(place / channels);
  return { row: Math.floor(pixel / width), column: pixel % width, channel: place % channels };
}

/** @param {Values} values */
function compute(values) {
  const { shape, cell, keras_index } = placeOf(values);
  const stack = array(
    shape,
    Array.from({ length: size(shape) }, (_, i) => i),
  );
  const order = permutation(shape);
  const inverse = new Int32Array(order.length);
  order.forEach((from, to) => (inverse[from] = to));
  const found = {
    stack,
    cell,
    keras_index,
    torch_index: inverse[keras_index],
    keras_formula: kerasFormula(shape, cell, keras_index),
    torch_formula: torchFormula(shape, cell, inverse[keras_index]),
    keras_vector: flatten(stack),
    torch_vector: flattenChannelsFirst(stack),
    permutation: order,
    inverse_permutation: inverse,
    unmoved: order.filter((from, to) => from === to).length,
    problem: "",
  };
  return { ...found, summary: summary(found) };
}

/** @param {{cell: Triple, keras_index: number, torch_index: number, unmoved: number,
 *   permutation: Int32Array}} found */
function summary({ cell, keras_index, torch_index, unmoved, permutation: order }) {
  const [row, column, channel] = cell;
  const where =
    `Row ${row}, column ${column}, channel ${channel} is at place ${keras_index} in Keras’s ` +
    `vector and at place ${torch_index} in PyTorch’s.`;
  const moved = order.length - unmoved;
  if (!moved) {
    return (
      `${where} With one channel, or one pixel, the two orders are the same: ` +
      "nothing needs to be moved."
    );
  }
  return (
    `${where} ${plural(moved, "number")} of ${order.length} stand at another place, and a ` +
    "dense layer has its weights by place: moved between the frameworks without the " +
    "permutation, they would meet the wrong numbers."
  );
}

/** The quiet words below the drawing. */
function lesson() {
  return element(
    "p",
    { class: "quiet" },
    "A dense layer’s weights move the same way: ",
    element("code", {}, "linear.weight = kernel[permutation].T"),
    " (Keras’s kernel is (features, units), PyTorch’s weight (units, features)). Written in " +
      "Keras’s numbers, PyTorch’s vector is the permutation itself.",
  );
}

/** @param {import("../core/frame.js").Host} host */
function mount({ root, state, preview }) {
  const hand = {
    choose: (/** @type {number} */ place) => state.set(cellAt(place, state.values)),
    look: (/** @type {number | null} */ place) =>
      preview(place === null ? null : cellAt(place, state.values)),
    where: () => placeOf(state.values).keras_index,
  };
  const stack = new StackPicture(hand);
  const vectors = [new VectorPicture(hand), new VectorPicture(hand)];
  const told = [
    new Told("keras_index", "Keras’s order, height, width, channel"),
    new Told("torch_index", "PyTorch’s order, channel, height, width"),
  ];
  const crossing = new Crossing();
  const row = new NumberRow();
  const hint =
    "Each number is its place in Keras’s vector. Point at one, here or below, and click to keep " +
    "it; or use the arrow keys, with [ and ] (or Page Up and Down) for the channel.";
  const code = element("p", { class: "permutation" }, element("code", {}, "permutation = "));
  code.append(row.root, element("br"));
  code.append(element("code", {}, "torch_vector = keras_vector[permutation]"));
  root.append(stack.root, element("p", { class: "quiet" }, hint), told[0].root, vectors[0].root);
  root.append(crossing.root, vectors[1].root, told[1].root, code, lesson());
  let drawn = "";
  return {
    /** @param {ReturnType<typeof compute>} results */
    update(results) {
      const { shape } = results.stack;
      const { keras_index, torch_index, cell, permutation: order } = results;
      if (drawn !== String(shape)) {
        drawn = String(shape);
        stack.draw(shape);
        vectors[0].draw(results.keras_vector.data, shape[2]);
        vectors[1].draw(results.torch_vector.data, shape[2]);
        crossing.draw(results.inverse_permutation);
        row.draw(order);
      }
      const where = `row ${cell[0]}, column ${cell[1]}, channel ${cell[2]}`;
      stack.select(keras_index, `Maps: ${where}`);
      vectors[0].select(keras_index, `Keras’s vector: place ${keras_index}, ${where}`);
      vectors[1].select(keras_index, `PyTorch’s vector: place ${torch_index}, ${where}`);
      told[0].draw(keras_index, order.length, results.keras_formula);
      told[1].draw(torch_index, order.length, results.torch_formula);
      crossing.select(keras_index);
      row.select(torch_index);
    },
  };
}

export default { name: "flatten", compute, mount };
