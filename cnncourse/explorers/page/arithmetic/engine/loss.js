/** The loss: cross-entropy of the softmax of what leaves the network, and its way back. */

/** @typedef {import("./matrices.js").Numbers} Numbers */

/** Softmax of one row, in place of `shares`. @param {Numbers} logits @param {number} from
 * @param {number} classes @param {Float64Array} shares @returns {number} log of their sum */
export function softmax(logits, from, classes, shares) {
  let most = logits[from];
  for (let c = 1; c < classes; c++) if (!(logits[from + c] <= most)) most = logits[from + c];
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    shares[c] = Math.exp(logits[from + c] - most);
    sum += shares[c];
  }
  for (let c = 0; c < classes; c++) shares[c] /= sum;
  return Math.log(sum) + most;
}

/** Losses of images, and where they are wanted the gradients. */
export class CrossEntropy {
  /** @param {number} classes */
  constructor(classes) {
    this.classes = classes;
    this.shares = new Float64Array(classes);
    /** What the last image was taken for, and the probability given to that. */
    this.predicted = 0;
    this.probability = 0;
  }

  /**
   * The loss of one image. @param {Numbers} logits @param {number} from where its row begins
   * @param {number} label @param {Numbers | null} grad receives (probability - wanted) * share
   * @param {number} share of the image in the mean
   */
  one(logits, from, label, grad, share) {
    const { classes, shares } = this;
    const total = softmax(logits, from, classes, shares);
    let best = 0;
    for (let c = 1; c < classes; c++) if (shares[c] > shares[best]) best = c;
    this.predicted = best;
    this.probability = shares[best];
    if (grad) {
      for (let c = 0; c < classes; c++) {
        grad[from + c] = (shares[c] - (c === label ? 1 : 0)) * share;
      }
    }
    return total - logits[from + label];
  }
}
