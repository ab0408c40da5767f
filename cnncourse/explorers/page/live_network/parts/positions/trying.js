/** Both networks at every place of the item, one after another. */

/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {typeof import("../../run.js") & typeof import("../../item.js")} All */
/** @typedef {Pick<All, "itemOf" | "labelOf" | "networks" | "place" | "roomOf" | "run">} Tools
 *   what the explorer has for it */

/**
 * Both networks with the item at every place, one place for each turn of the generator.
 * @param {Values} values
 * @param {any} data
 * @param {number} reach how far the item can be moved, each way, in pixels
 * @param {Tools} tools
 * @returns {Generator<Swept, Swept>} the same object every time, filling up
 */
export function* sweep(values, data, reach, { itemOf, labelOf, networks, place, roomOf, run }) {
  const item = itemOf(values, data);
  const side = 2 * reach + 1;
  const both = networks(data);
  const guess = (/** @type {number} */ at) => {
    const [down, right] = [Math.floor(at / side) - reach, (at % side) - reach];
    const frame = place(item, values.size, down, right);
    return both.map((each) => run(frame, each).found);
  };
  const label = labelOf(values.image, data);
  const wanted = label === null ? guess((side * side - 1) / 2) : [label, label];
  const predictions = both.map(() => new Int8Array(side * side).fill(-1));
  /** @type {Swept} */
  const swept = {
    done: 0,
    labelled: label !== null,
    wanted,
    predictions,
    room: roomOf(item, values.size),
  };
  while (swept.done < side * side) {
    guess(swept.done).forEach((found, i) => (predictions[i][swept.done] = found));
    swept.done += 1;
    yield swept;
  }
  return swept;
}

/**
 * @typedef {{done: number, labelled: boolean, wanted: number[], predictions: Int8Array[],
 *   room: number[]}} Swept
 *   done: how many of the 841 places; wanted: for each network the label, or without one its
 *   answer in the middle; predictions: for each network its class at every place, rows being
 *   shifts down, -1 where not yet tried; room: as in the results
 */
