/** One run: a network that learns step by step, its place in the data, and the points to go back to. */

import { CHUNK } from "../../arithmetic/engine/layer.js";
import { Network } from "../../arithmetic/engine/network.js";
import { Optimizer } from "./optimizer.js";
import { Passes, Pictures } from "./pictures.js";
import { Points } from "./points.js";
import { DEFAULTS, taken } from "./settings.js";

/** What a step gave. @typedef {{loss: number, correct: number, seen: number}} Step */

export class Learning {
  /** @param {any} asked see the message "open" @throws {Error} */
  constructor({ architecture, seed = 0, weights, training, validation, settings }) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new Error(`seed must be a whole number of at least 0, got ${seed}`);
    }
    this.network = new Network(architecture);
    const { classes } = this.network;
    const shape = architecture.input_shape;
    this.training = new Pictures(training, shape, "training", classes);
    this.validation = new Pictures(validation, shape, "validation", classes);
    this.passes = new Passes(seed);
    if (weights) this.network.set(weights);
    else this.network.draw(seed);
    this.optimizer = new Optimizer(this.network);
    const first = taken(DEFAULTS, settings, this.training.count);
    this.settings = first.settings;
    this.faults = first.faults;
    /** Where the run stands: steps taken, images seen in all, the pass, those seen of it and its
     * length. */
    this.at = { step: 0, trained: 0, epoch: 0, place: 0, count: this.settings.images };
    /** What the last step did, array by array. @type {import("./optimizer.js").Effect[]} */
    this.effects = [];
    /** Why the run has ended. */
    this.diverged = "";
    this.points = new Points();
    this.points.note(this, true);
  }

  /** @param {{[name: string]: any}} asked @returns {string[]} what was wrong */
  set(asked) {
    const { settings, faults } = taken(this.settings, asked, this.training.count);
    this.settings = settings;
    return faults;
  }

  /** Where the next step stands. @param {import("./settings.js").Settings} settings */
  next({ images }) {
    const { at } = this;
    if (at.place < at.count && images === at.count) return at;
    return { ...at, epoch: at.epoch + (at.place ? 1 : 0), place: 0, count: images };
  }

  /** Passes finished, and the share of the present one. */
  progress() {
    const { epoch, place, count } = this.at;
    return place < count ? { epoch, share: place / count } : { epoch: epoch + 1, share: 0 };
  }

  /**
   * One step, in pieces between which others may have their turn; nothing has happened before the
   * last. @returns {Generator<undefined, Step | undefined>} undefined where the run has ended
   */
  *step() {
    const { network, passes } = this;
    const settings = { ...this.settings };
    const at = this.next(settings);
    const order = passes.ordered(at.epoch, at.count);
    const moves = settings.shift ? passes.moved(at.epoch, at.count, settings.shift) : null;
    const seen = Math.min(settings.batch_size, at.count - at.place);
    const drawn = passes.dropping(at.step);
    let [sum, correct] = [0, 0];
    network.forget();
    for (let done = 0; done < seen; done += CHUNK) {
      const n = Math.min(CHUNK, seen - done);
      const some = order.subarray(at.place + done, at.place + done + n);
      const part = this.both(some, moves, seen, drawn, settings.dropout);
      sum += part.loss;
      correct += part.correct;
      yield;
    }
    const loss = sum / seen;
    if (!Number.isFinite(loss)) return this.end(`the loss became ${loss}`, at.step + 1);
    this.points.cut(at.step);
    this.effects = this.optimizer.step(settings);
    this.at = { ...at, step: at.step + 1, trained: at.trained + seen, place: at.place + seen };
    if (!this.effects.every(({ change, weight }) => Number.isFinite(change + weight))) {
      return this.end("a weight became NaN or infinite", this.at.step);
    }
    this.points.note(this);
    return { loss, correct, seen };
  }

  /** Forwards and back through a few images. @param {Uint32Array} some
   * @param {Int8Array | null} moves @param {number} seen images of the step
   * @param {import("../../arithmetic/engine/pcg.js").Generator} drawn @param {number} dropout */
  both(some, moves, seen, drawn, dropout) {
    const { network, training } = this;
    some.forEach((index, slot) => {
      const [down, right] = moves ? [moves[2 * index], moves[2 * index + 1]] : [0, 0];
      training.put(index, down, right, network.input, slot);
    });
    return through(network, some, training.labels, seen, drawn, dropout);
  }

  /** @param {string} words @param {number} step @returns {undefined} */
  end(words, step) {
    const rate = this.settings.learning_rate;
    const cure = `lower the learning rate (now ${rate}) and go back to an earlier point`;
    this.diverged = `${words} at step ${step}; ${cure}, or start anew`;
  }

  /** A copy at the beginning of the data, which goes its own way and keeps no points.
   * @returns {Learning} */
  beside() {
    const network = this.network.copy();
    const at = { step: 0, trained: 0, epoch: 0, place: 0, count: this.settings.images };
    const own = { network, at, optimizer: new Optimizer(network), points: { note() {}, cut() {} } };
    return Object.assign(Object.create(Learning.prototype), this, own, { diverged: "" });
  }

  /** Go to the latest point at or before a step; the settings stay as they are, and so do the
   * points beyond it until the next step is taken. @param {number} step */
  back(step) {
    const point = this.points.before(step);
    [...this.network.arrays()].forEach(({ own }, i) => {
      own.values.set(point.weights[i]);
    });
    this.optimizer.restore(point.moments);
    this.at = { ...point.at };
    this.effects = [];
    this.diverged = "";
  }
}

/** Forwards and back through images that the network holds: their losses added up, and how many
 * were right. @param {Network} network @param {Uint32Array} some @param {Uint8Array} labels
 * @param {number} seen @param {import("../../arithmetic/engine/pcg.js").Generator} drawn @param {number} dropout */
export function through(network, some, labels, seen, drawn, dropout) {
  const n = some.length;
  const logits = network.forward(n, drawn, dropout);
  let [loss, correct] = [0, 0];
  for (let i = 0; i < n; i++) {
    const label = labels[some[i]];
    loss += network.loss.one(logits, i * network.classes, label, network.end.grad, 1 / seen);
    if (network.loss.predicted === label) correct += 1;
  }
  network.backward(n);
  return { loss, correct };
}
