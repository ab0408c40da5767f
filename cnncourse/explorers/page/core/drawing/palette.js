/** Colours of numbers, chosen to be told apart by every kind of eyesight. */

export { inkOn } from "./ink.js";

/** @typedef {Uint8ClampedArray} Table 256 colours, red, green and blue for each */

/** Purple below zero, white at zero, orange above (ColorBrewer's PuOr, reversed). */
const PURPLE_TO_ORANGE = [
  [45, 0, 75],
  [84, 39, 136],
  [128, 115, 172],
  [178, 171, 210],
  [216, 218, 235],
  [247, 247, 247],
  [254, 224, 182],
  [253, 184, 99],
  [224, 130, 20],
  [179, 88, 6],
  [127, 59, 8],
];
/** Light to dark blue for counts. */
const BLUES = [
  [247, 251, 255],
  [198, 219, 239],
  [107, 174, 214],
  [33, 113, 181],
  [8, 48, 107],
];

/** @param {number[][]} stops @returns {Table} */
function table(stops) {
  const colours = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i += 1) {
    const at = (i / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    for (let c = 0; c < 3; c += 1) {
      colours[3 * i + c] = stops[low][c] + (at - low) * (stops[low + 1][c] - stops[low][c]);
    }
  }
  return colours;
}

/** @type {{[name: string]: Table}} */
export const PALETTES = {
  grey: table([
    [0, 0, 0],
    [255, 255, 255],
  ]),
  signed: table(PURPLE_TO_ORANGE),
  counts: table(BLUES),
};
