/** What a run has come to so far: its curves in few numbers, however long it goes on. */

const MOST = 300; // points of a curve

/**
 * @typedef {{steps: number, loss: number, correct: number, seen: number}} Bucket sums over steps
 * @typedef {{loss: number, accuracy: number, count: number}} Measure
 * @typedef {{step: number, training: Measure, validation: Measure}} Measured
 * @typedef {[step: number, value: number][]} Points
 * @typedef {{batches: Points, training: Points, validation: Points}} Curves
 */

/** The means over batches, over as many steps each as keep them few. */
class Batches {
  constructor() {
    /** Steps in a bucket. */
    this.width = 1;
    /** @type {Bucket[]} */
    this.buckets = [];
  }

  /** @param {number} step from 1 @param {number} loss @param {number} correct
   * @param {number} seen */
  add(step, loss, correct, seen) {
    if (!Number.isFinite(loss)) return;
    let at = Math.floor((step - 1) / this.width);
    if (at >= MOST) {
      this.widen();
      at = Math.floor((step - 1) / this.width);
    }
    while (this.buckets.length <= at) {
      this.buckets.push({ steps: 0, loss: 0, correct: 0, seen: 0 });
    }
    const bucket = this.buckets[at];
    bucket.steps += 1;
    bucket.loss += loss;
    bucket.correct += correct;
    bucket.seen += seen;
  }

  widen() {
    this.width *= 2;
    const half = Math.ceil(this.buckets.length / 2);
    this.buckets = Array.from({ length: half }, (_, i) => {
      const [a, b] = [this.buckets[2 * i], this.buckets[2 * i + 1]];
      if (!b) return a;
      const sum = { ...a };
      for (const key of /** @type {const} */ (["steps", "loss", "correct", "seen"])) {
        sum[key] += b[key];
      }
      return sum;
    });
  }

  /** Forget what came after a step. @param {number} step */
  cut(step) {
    this.buckets.length = Math.min(this.buckets.length, Math.floor(step / this.width));
  }

  /** @param {(bucket: Bucket) => number} value @returns {Points} */
  points(value) {
    return this.buckets.flatMap((bucket, i) =>
      bucket.steps ? [[(i + 0.5) * this.width, value(bucket)]] : [],
    );
  }
}

export class Course {
  constructor() {
    this.step = 0;
    this.epoch = 0;
    /** Of the present epoch. */
    this.share = 0;
    /** Images a second. */
    this.speed = 0;
    this.batches = new Batches();
    /** @type {Measured[]} */
    this.measured = [];
    /** Where the loss was no number any more. @type {number | null} */
    this.diverged = null;
  }

  /** @param {any} message of the engine */
  report({ step, epoch, share, from, losses = [], correct = [], seen = [], speed = 0 }) {
    Object.assign(this, { step, epoch, share, speed });
    for (let i = 0; i < losses.length; i += 1) {
      this.batches.add(from + i + 1, losses[i], correct[i], seen[i]);
    }
  }

  /** @param {any} message of the engine */
  measure({ step, training, validation }) {
    this.measured = this.measured.filter((one) => one.step < step);
    this.measured.push({ step, training, validation });
    if (this.measured.length > MOST) {
      // The first and the last stay.
      const last = this.measured.length - 1;
      this.measured = this.measured.filter((_, i) => i % 2 === 0 || i === last);
    }
  }

  /** Forget what came after a step. @param {number} step @param {number} epoch */
  back(step, epoch) {
    Object.assign(this, { step, epoch, share: 0, diverged: null });
    this.batches.cut(step);
    this.measured = this.measured.filter((one) => one.step <= step);
  }

  /** The last that was measured. @returns {Measured | undefined} */
  get last() {
    return this.measured[this.measured.length - 1];
  }

  /** @param {"loss" | "accuracy"} what @returns {Curves} */
  curves(what) {
    /** @type {(part: "training" | "validation") => Points} */
    const of = (part) =>
      this.measured
        .filter((one) => Number.isFinite(one[part][what]))
        .map((one) => [one.step, one[part][what]]);
    const mean = (/** @type {Bucket} */ { steps, loss, correct, seen }) =>
      what === "loss" ? loss / steps : correct / seen;
    return {
      batches: this.batches.points(mean),
      training: of("training"),
      validation: of("validation"),
    };
  }
}
