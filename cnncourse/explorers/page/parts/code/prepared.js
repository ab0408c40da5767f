/** What the lines of a convolution begin with: the image and the kernel. */

import { chosen, weightsAs } from "./source.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray */

export const EXPLORER = "from cnncourse.explorers import Convolution";

/** The image and the kernel as arrays.
 * @param {Values} values @param {{picture: NDArray, weights: NDArray}} results */
export function arrays(values, { picture, weights }) {
  const size = `  # ${picture.shape.join(" x ")}`;
  return [`image = Convolution(${chosen(values)}).picture${size}`, weightsAs("kernel", weights)];
}

/** @param {number[]} sides */
export function some(sides) {
  return sides.some((side) => side > 0);
}
