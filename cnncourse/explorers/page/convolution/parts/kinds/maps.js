/** The maps of a depthwise convolution, one for each channel. */

import { element } from "../../../core/drawing/dom.js";
import { figure, MapPicture } from "../../../core/drawing/map.js";
import { number } from "../../../core/format.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/drawing/map.js").Look} Look */

export class Maps {
  /** @param {any} hand what the hand does on a map @param {string[]} names of the channels */
  constructor(hand, names) {
    this.names = names;
    this.pictures = names.map((name) => new MapPicture(`Output of ${name.toLowerCase()}`, hand));
    const figures = this.pictures.map((one, c) => figure(names[c], one.root).root);
    figures.forEach((one, c) => one.firstElementChild?.classList.add("channel", `c${c}`));
    this.root = element("div", { class: "maps" }, ...figures);
  }

  /** @param {Results} results @param {import("../../../arithmetic/arrays.js").NDArray[]} maps
   * @param {Look} scale */
  update({ row, column, channel_sums: sums, shown }, maps, scale) {
    const frames = [{ row, column, height: 1, width: 1, kind: /** @type {"pixel"} */ ("pixel") }];
    this.pictures.forEach((picture, c) => {
      const name = this.names[c].toLowerCase();
      const [height, width] = maps[c].shape;
      const label =
        `Output of the ${name} channel, ${height} × ${width}: row ${row}, column ${column} is ` +
        `${number(sums[c], 3)}; arrow keys move the window`;
      picture.draw(maps[c], { ...scale, frames, shown, label });
    });
  }
}
