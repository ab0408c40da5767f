/** A map of all places an item can be moved to, telling where a network is right. */

import { element, setText, svg } from "./dom.js";
import { grip } from "./hold.js";

/**
 * @typedef {{side: number, right: (at: number) => boolean | null, room: number[],
 *   at: [number, number]}} Places
 *   side: rows and columns; right: whether the answer at a place, row by row, is right, null
 *   where none is known yet; room: how many places up, down, left and right of the middle keep
 *   the item whole; at: row and column of the present place
 */

/** One network's map under its title; pointing at a place chooses it. */
export class PlaceMap {
  /** @param {(row: number, column: number) => void} choose */
  constructor(choose) {
    this.caption = element("figcaption");
    this.picture = svg("svg", { class: "places", role: "img" });
    this.root = element("figure", {}, this.caption, this.picture);
    this.side = 1;
    const point = (/** @type {PointerEvent} */ event) => {
      const box = this.picture.getBoundingClientRect();
      const row = Math.floor(((event.clientY - box.top) / box.height) * this.side);
      choose(row, Math.floor(((event.clientX - box.left) / box.width) * this.side));
    };
    grip(this.picture, { press: point, drag: point });
  }

  /** @param {string} caption @param {Places} places */
  draw(caption, { side, right, room, at }) {
    this.side = side;
    const paths = { true: "", false: "" };
    for (let place = 0; place < side * side; place += 1) {
      const good = right(place);
      if (good === null) continue;
      const [row, column] = [Math.floor(place / side), place % side];
      paths[`${good}`] += good
        ? `M${column} ${row}h1v1h-1z`
        : `M${column + 0.4} ${row + 0.4}h.2v.2h-.2z`;
    }
    const middle = (side - 1) / 2;
    const [up, down, left, far] = room.map((pixels) => Math.min(pixels, middle));
    const corner = { x: middle - left, y: middle - up };
    const whole = { ...corner, width: left + far + 1, height: up + down + 1 };
    this.picture.setAttribute("viewBox", `0 0 ${side} ${side}`);
    this.picture.setAttribute("aria-label", caption);
    this.picture.replaceChildren(
      svg("rect", { x: 0, y: 0, width: side, height: side, class: "ground" }),
      svg("path", { d: paths.true, class: "good" }),
      svg("path", { d: paths.false, class: "bad" }),
      svg("rect", { ...whole, class: "whole" }),
      svg("rect", { x: at[1], y: at[0], width: 1, height: 1, class: "here under" }),
      svg("rect", { x: at[1], y: at[0], width: 1, height: 1, class: "here" }),
    );
    setText(this.caption, caption);
  }
}
