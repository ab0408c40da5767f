/** Points of a run that can be gone back to, thinned out as they grow many. */

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {{at: Learning["at"], weights: any[], moments: any,
 *   kept: boolean}} Point */

const MOST = 24;
const LATEST = 8; // that stay in any case: who goes step by step goes back step by step
const FIRST = 10;

export class Points {
  constructor() {
    /** Steps between two points. */
    this.every = FIRST;
    /** In the order of their steps. @type {Point[]} */
    this.all = [];
  }

  /** Keep the present point if it is time for one, or in any case. @param {Learning} learning
   * @param {boolean} [now] @param {boolean} [kept] whether it is never thinned out */
  note({ network, optimizer, at }, now = false, kept = false) {
    if (!now && at.step % this.every) return;
    const known = this.all.find((one) => one.at.step === at.step);
    if (known) {
      known.kept ||= kept;
      return;
    }
    const weights = [...network.arrays()].map(({ own }) => own.values.slice());
    const moments = optimizer.state();
    this.all.push({ at: { ...at }, weights, moments, kept });
    this.thin();
  }

  /** Forget what lies beyond a step, from which the run takes another way; there its points are as
   * close as those of a run that has come no further. @param {number} step */
  cut(step) {
    const count = this.all.length;
    this.all = this.all.filter((one) => one.at.step <= step);
    if (this.all.length === count) return;
    this.every = FIRST;
    while (step >= MOST * this.every) this.every *= 2;
  }

  thin() {
    while (this.all.filter((one) => !one.kept).length > MOST) {
      this.every *= 2;
      const latest = this.all.length - LATEST;
      const stays = (/** @type {Point} */ { at, kept }, /** @type {number} */ i) =>
        kept || i >= latest || at.step % this.every === 0;
      this.all = this.all.filter(stays);
    }
  }

  /** Keep the present point, and no longer the one kept before. @param {Learning} learning */
  keep(learning) {
    for (const one of this.all) one.kept = false;
    this.note(learning, true, true);
  }

  /** The latest point at or before a step: that of step 0 is always there. @param {number} step */
  before(step) {
    const after = this.all.findIndex((one) => one.at.step > step);
    return this.all[(after < 0 ? this.all.length : after) - 1];
  }

  steps() {
    return this.all.map((one) => one.at.step);
  }
}
