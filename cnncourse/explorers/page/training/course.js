/** What a run has come to so far: its curves in few numbers, however long it goes on. */

const MOST = 300; // points of a curve

/**
 * @typedef {{from: number, to: number, steps: number, loss: number, correct: number,
 *   seen: number}} Bucket sums over the steps after `from` up to `to`
 * @typedef {{loss: number, accuracy: number, count: number}} Measure
 * @typedef {{step: number, training: Measure, validation: Measure}} Measured
 * @typedef {[step: number, value: number][]} Points
 * @typedef {{batches: Points, training: Points, validation: Points}} Curves
 */

/** The means over batches, over as many steps each as keep them few. */
class Batches {
  constructor() {
    /** Steps in a bucket that is begun now; earlier ones may be wider. */
    this.width = 1;
    /** @type {Bucket[]} */
    this.buckets = [];
  }

  /** @param {number} step from 1 @param {number} loss @param {number} correct
   * @param {number} seen */
  add(step, loss, correct, seen) {
    if (!Number.isFinite(loss)) return;
    const one = { from: step - 1, to: step, steps: 1, loss, correct, seen };
    if (!this.join(this.buckets, one)) this.buckets.push(one);
    while (this.buckets.length > MOST) this.widen();
  }

  /** Add a bucket to the last of some, if both are no more than one. @param {Bucket[]} some
   * @param {Bucket} one */
  join(some, one) {
    const last = some[some.length - 1];
    if (!last || one.to - last.from > this.width) return false;
    last.to = one.to;
    for (const key of /** @type {const} */ (["steps", "loss", "correct", "seen"])) {
      last[key] += one[key];
    }
    return true;
  }

  widen() {
    this.width *= 2;
    /** @type {Bucket[]} */
    const wide = [];
    for (const one of this.buckets) if (!this.join(wide, one)) wide.push(one);
    this.buckets = wide;
  }

  /** Forget what came after a step; what comes now is as fine as if nothing had. @param {number} step */
  cut(step) {
    this.buckets = this.buckets.filter(({ to }) => to <= step);
    this.width = 1;
    while (step > MOST * this.width) this.width *= 2;
  }

  /** @param {(bucket: Bucket) => number} value @param {number} end the last step
   * @returns {Points} */
  points(value, end) {
    return this.buckets
      .filter(({ to }) => to <= end)
      .map((bucket) => [(bucket.from + bucket.to) / 2, value(bucket)]);
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
    /** Whether it was gone back and no step has been taken since: what lies beyond is not shown,
     * and not forgotten yet. */
    this.looking = false;
    /** Where the loss was no number any more. @type {number | null} */
    this.diverged = null;
  }

  /** @param {any} message of the engine */
  report({ step, epoch, share, from, losses = [], correct = [], seen = [], speed = 0 }) {
    if (losses.length && this.looking) this.cut(from);
    Object.assign(this, { step, epoch, share, speed });
    for (let i = 0; i < losses.length; i += 1) {
      this.batches.add(from + i + 1, losses[i], correct[i], seen[i]);
    }
  }

  /** @param {any} message of the engine */
  measure({ step, training, validation }) {
    this.measured = this.measured.filter((one) => one.step !== step);
    this.measured.push({ step, training, validation });
    this.measured.sort((one, other) => one.step - other.step);
    if (this.measured.length > MOST) {
      // The first and the last stay.
      const last = this.measured.length - 1;
      this.measured = this.measured.filter((_, i) => i % 2 === 0 || i === last);
    }
  }

  /** Go to a step, earlier or later: nothing is forgotten. @param {number} step
   * @param {number} epoch */
  back(step, epoch) {
    Object.assign(this, { step, epoch, share: 0, diverged: null, looking: true });
  }

  /** Forget what came after a step, from which the run takes another way. @param {number} step */
  cut(step) {
    this.looking = false;
    this.batches.cut(step);
    this.measured = this.measured.filter((one) => one.step <= step);
  }

  /** The last step that is shown. */
  get end() {
    return this.looking ? this.step : Number.POSITIVE_INFINITY;
  }

  /** What was measured, as far as it is shown. */
  get shown() {
    return this.measured.filter((one) => one.step <= this.end);
  }

  /** The last that was measured. @returns {Measured | undefined} */
  get last() {
    return this.shown.pop();
  }

  /** @param {"loss" | "accuracy"} what @returns {Curves} */
  curves(what) {
    /** @type {(part: "training" | "validation") => Points} */
    const of = (part) =>
      this.shown
        .filter((one) => Number.isFinite(one[part][what]))
        .map((one) => [one.step, one[part][what]]);
    const mean = (/** @type {Bucket} */ { steps, loss, correct, seen }) =>
      what === "loss" ? loss / steps : correct / seen;
    return {
      batches: this.batches.points(mean, this.end),
      training: of("training"),
      validation: of("validation"),
    };
  }
}
