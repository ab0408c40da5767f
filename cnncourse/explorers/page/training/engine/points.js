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
    const known = this.all.findIndex((one) => one.at.step >= at.step);
    const same = known >= 0 && this.all[known].at.step === at.step ? this.all[known] : undefined;
    if (known >= 0) this.all.length = known; // what came after belongs to another way
    const weights = [...network.arrays()].map(({ own }) => own.values.slice());
    const moments = optimizer.state();
    this.all.push({ at: { ...at }, weights, moments, kept: kept || (same?.kept ?? false) });
    this.thin();
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

  /** The latest point at or before a step; those after it are forgotten. @param {number} step */
  before(step) {
    const after = this.all.findIndex((one) => one.at.step > step);
    if (after > 0) this.all.length = after;
    return this.all[this.all.length - 1];
  }

  steps() {
    return this.all.map((one) => one.at.step);
  }
}
