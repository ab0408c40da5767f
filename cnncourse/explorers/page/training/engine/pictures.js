/** Images with their labels, and the order in which a run sees them. */

import { sizeOf } from "../../arithmetic/engine/layer.js";
import { Generator } from "../../arithmetic/engine/pcg.js";

const LEVELS = Float32Array.from({ length: 256 }, (_, level) => level / 255);

export class Pictures {
  /** @param {any} given images as levels and labels, both bytes @param {number[]} shape
   * @param {string} which @param {number} classes @throws {Error} */
  constructor(given, shape, which, classes) {
    this.shape = shape;
    this.size = sizeOf(shape);
    const { images, labels } = given ?? {};
    if (!(images instanceof Uint8Array) || !(labels instanceof Uint8Array)) {
      throw new Error(`${which} must hold images and labels as bytes`);
    }
    this.images = images;
    this.labels = labels;
    this.count = labels.length;
    const words = `${which}: ${labels.length} labels need ${labels.length} images of ${this.size}`;
    if (!this.count || images.length !== this.count * this.size) {
      throw new Error(`${words} levels, got ${images.length} levels`);
    }
    const wrong = labels.find((label) => label >= classes);
    if (wrong !== undefined) {
      throw new Error(`${which}: the network has ${classes} classes, got the label ${wrong}`);
    }
  }

  /**
   * Put an image where the network reads it, moved within its frame; black comes in.
   * @param {number} index @param {number} down @param {number} right
   * @param {import("../../arithmetic/engine/matrices.js").Numbers} input @param {number} slot
   */
  put(index, down, right, input, slot) {
    const [height, width, channels] = this.shape;
    const line = width * channels;
    const from = index * this.size;
    const to = slot * this.size;
    if (!down && !right) {
      for (let i = 0; i < this.size; i++) input[to + i] = LEVELS[this.images[from + i]];
      return;
    }
    input.fill(0, to, to + this.size);
    const by = right * channels;
    const [first, end] = [Math.max(by, 0), line + Math.min(by, 0)];
    for (let y = Math.max(down, 0); y < height + Math.min(down, 0); y++) {
      const [there, here] = [to + y * line, from + (y - down) * line - by];
      for (let j = first; j < end; j++) input[there + j] = LEVELS[this.images[here + j]];
    }
  }
}

/** The order and the moves of one pass over some images, as `cnncourse.recipe.Recipe` draws them. */
export class Passes {
  /** @param {number} seed */
  constructor(seed) {
    this.seed = seed;
    this.key = "";
    this.movesKey = "";
    this.order = new Uint32Array(0);
    this.moves = new Int8Array(0);
  }

  /** `Recipe.batches`. @param {number} epoch @param {number} count */
  ordered(epoch, count) {
    const key = `${epoch} ${count}`;
    if (key !== this.key) this.order = new Generator([this.seed, epoch]).permutation(count);
    this.key = key;
    return this.order;
  }

  /** `Recipe.moves`: of each image, pixels downwards and to the right. @param {number} epoch
   * @param {number} count @param {number} shift */
  moved(epoch, count, shift) {
    const key = `${epoch} ${count} ${shift}`;
    if (key !== this.movesKey) {
      const drawn = new Generator([this.seed, epoch, 1]);
      this.moves = Int8Array.from({ length: 2 * count }, () => drawn.upTo(2 * shift) - shift);
    }
    this.movesKey = key;
    return this.moves;
  }

  /** What drops numbers in a step. @param {number} step */
  dropping(step) {
    return new Generator([this.seed, step, 2]);
  }
}
