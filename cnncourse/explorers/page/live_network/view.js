/** The live network's page: the picture under the hand, every map, and two columns of bars. */

import { size as count } from "../arithmetic/arrays.js";
import { Bars } from "../core/drawing/bars.js";
import { element } from "../core/drawing/dom.js";
import { ownPicture } from "../core/drawing/own_picture.js";
import { count as written } from "../core/format.js";
import { Asked } from "./asked.js";
import { Hand } from "./hand.js";
import { networks } from "./run.js";

/** @typedef {import("../core/settings.js").Values} Values */

const MEASURED =
  "The claim: a dense network that knows items in the middle is fooled by one in " +
  "the corner, and a convolutional one very probably not. Of 500 test images moved by 2 pixels, " +
  "the convolutional network is right on 68 %, the dense one on 56 %; moved by 4, on 34 % " +
  "and 27 %; by 8, on 14 % each. Shrunk to half and put into the corners, where nothing is cut " +
  "off, on 8 % and 14 %: guessing gives 10 %. So here the claim holds for small moves " +
  "only. Shared kernels make the maps move with the item, but the dense layers behind them " +
  "still expect it in the middle, at its full size.";

/** @param {any} data */
function bars(data) {
  const columns = networks(data).map(({ spec, weights }, i) => {
    const total = Object.values(weights).reduce((sum, { shape }) => sum + count(shape), 0);
    return {
      name: i ? "Dense" : "Convolutional",
      detail: `${written(total)} parameters`,
      key: i ? "dense_prediction" : "prediction",
      spec,
    };
  });
  return new Bars("What each network makes of it", networks(data)[0].classes, columns);
}

/** @param {import("../core/frame.js").Host} host */
export function mount(host) {
  const { root, state, data, results: now } = host;
  const hand = new Hand(state, now);
  const table = bars(data);
  const asked = new Asked(host, hand);
  const wanted = { take: (/** @type {Float64Array} */ levels) => hand.take(levels) };
  hand.pad.root.after(asked.looks);
  hand.root.append(ownPicture(host, wanted, (file) => asked.file(file)));
  root.append(element("div", { class: "live" }, hand.root, table.root), asked.root);
  root.append(element("p", { class: "quiet" }, MEASURED), asked.place);
  return {
    /**
     * @param {import("./results.js").Found} results
     * @param {Values} values
     * @param {string[]} names
     */
    update(results, values, names) {
      hand.draw(results.frame_image, names.includes("image"));
      const { label } = results;
      const answers = [
        answer(results.probabilities, results.prediction, results.right),
        answer(results.dense_probabilities, results.dense_prediction, results.dense_right),
      ];
      table.draw(answers, label);
      asked.update(values, names);
    },
    destroy: () => asked.stop(),
  };
}

/**
 * @param {import("../arithmetic/arrays.js").NDArray} probabilities
 * @param {string} prediction
 * @param {boolean | null} right
 */
function answer({ data }, prediction, right) {
  return { probabilities: data, prediction, right };
}
