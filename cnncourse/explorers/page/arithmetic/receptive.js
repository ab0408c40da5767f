/**
 * What a unit of each layer sees of the image.
 */

import { extent, windowStart } from "./geometry.js";
import { onePlace } from "./shapes.js";

/** @typedef {import("./shapes.js").Pair} Pair */
/** @typedef {import("./shapes.js").Window} Window */
/** @typedef {{size: Pair, stride: Pair, centre: Pair}} ReceptiveField */

/**
 * Set what one unit of each layer sees (Araujo, Norris & Sim, 2019).
 *
 * @param {import("./architecture.js").DescribedLayer[]} layers
 */
export function setReceptiveFields(layers) {
  /** @type {[Pair, Pair, Pair]} */
  const [size, stride, centre] = [
    [1, 1],
    [1, 1],
    [0, 0],
  ];
  /** @type {Pair} */
  let flattened = [1, 1];
  for (const step of layers) {
    if (step.outputShape === null || step.inputShape === null) return;
    let { window } = step;
    const vector = step.inputShape.length === 1;
    if (step.kind === "flatten" && !vector) {
      flattened = [step.inputShape[0], step.inputShape[1]];
    } else if (vector && (step.kind === "dense" || step.kind === "softmax")) {
      // A unit fed by the flattened features sees what all pixels of that map saw.
      window = onePlace(flattened);
      flattened = [1, 1];
    }
    for (const i of window === null ? [] : [0, 1]) {
      const { kernel, sides, dilation, stride: own } = /** @type {Window} */ (window);
      const reach = extent(kernel[i], dilation[i]) - 1;
      size[i] += reach * stride[i];
      centre[i] += (windowStart(0, own[i], sides[2 * i]) + reach / 2) * stride[i];
      stride[i] *= own[i];
    }
    step.receptiveField = { size: [...size], stride: [...stride], centre: [...centre] };
  }
}
