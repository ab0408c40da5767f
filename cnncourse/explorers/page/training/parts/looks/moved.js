/** Validation images as the network is measured on them: moved to the right, with black behind. */

/**
 * The levels of one image.
 * @param {Uint8Array} images row by row, one after the other @param {number} index
 * @param {number} side of an image, in pixels @param {number} right pixels that it is moved
 */
export function moved(images, index, side, right) {
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const column = (at % side) - right;
    return column >= 0 && column < side ? images[index * side * side + at - right] : 0;
  });
}
