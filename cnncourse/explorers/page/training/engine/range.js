/**
 * A range test: the loss while the rate grows from step to step, on a copy of the network. Steps and
 * reading are those of `cnncourse.rate_range`.
 */

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {{rates: Float64Array, losses: Float64Array, done: boolean, best: number | null,
 *   words: string}} Curve */

const KEPT = 0.9; // of the running mean by each step
const FAILED = 4; // times the lowest smoothed loss: the rest of the curve only climbs

/** @param {any} asked @returns {string} what is wrong with the range, or nothing */
export function rangeFault({ low, high, steps }) {
  const fits = low > 0 && high > low && high <= 1000 && Number.isInteger(steps);
  if (fits && steps >= 5 && steps <= 1000) return "";
  const got = `low ${low}, high ${high}, steps ${steps}`;
  return `a range test goes from a rate above 0 to a higher one, at most 1000, in 5 to 1000 steps; got ${got}`;
}

/**
 * The curve as it grows: the loss before the step at each rate; the run itself does not move.
 * @param {Learning} learning @param {{low: number, high: number, steps: number}} asked
 * @returns {Generator<Curve | undefined, Curve>}
 */
export function* rangeTest(learning, { low, high, steps }) {
  const trial = learning.beside();
  /** @type {{[name: string]: number[]}} */
  const { rates, losses, smoothed } = { rates: [], losses: [], smoothed: [] };
  const told = () => ({ rates: Float64Array.from(rates), losses: Float64Array.from(losses) });
  let mean = 0;
  for (let i = 0; i < steps; i++) {
    const rate = low * (high / low) ** (i / (steps - 1));
    trial.set({ learning_rate: rate });
    const found = yield* trial.step();
    if (!found) break;
    mean = KEPT * mean + (1 - KEPT) * found.loss;
    const smooth = mean / (1 - KEPT ** (i + 1));
    if (smooth > FAILED * Math.min(smooth, ...smoothed)) break;
    rates.push(rate);
    losses.push(found.loss);
    smoothed.push(smooth);
    yield { ...told(), done: false, best: null, words: "" };
  }
  const read = verdict(rates, smoothed, rates.length < steps);
  return { ...told(), done: true, ...read };
}

/** Where the smoothed loss falls fastest by the logarithm of the rate, before its lowest.
 * @param {number[]} smoothed losses @param {number} least where they are lowest */
function steepest(smoothed, least) {
  let best = 0;
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= least; i++) {
    const [from, to] = [Math.max(i - 1, 0), Math.min(i + 1, least)];
    const slope = (smoothed[to] - smoothed[from]) / (to - from);
    if (slope < most) [best, most] = [i, slope];
  }
  return best;
}

/** What the curve says. @param {number[]} rates @param {number[]} smoothed losses
 * @param {boolean} broken whether it ended before the highest rate */
function verdict(rates, smoothed, broken) {
  if (rates.length < 2) return { best: null, words: "The loss runs away at the lowest rates." };
  const least = smoothed.indexOf(Math.min(...smoothed));
  if (least < 1) return { best: null, words: "The loss falls at none of these rates." };
  const best = rates[steepest(smoothed, least)];
  const told = (/** @type {number} */ rate) => String(Number(rate.toPrecision(2)));
  const fast = `The smoothed loss falls fastest at a rate of ${told(best)}`;
  const lowest = ` and is lowest at ${told(rates[least])}`;
  const beyond = broken ? `; beyond ${told(rates[rates.length - 1])} it runs away` : "";
  return { best, words: `${fast}${lowest}${beyond}.` };
}
