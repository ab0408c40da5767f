/** The buttons of the dense head: what each does to the bias, and what it then came to, in words. */

import { compute } from "./results.js";
import { CLASSES, capital, MOST } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */
/**
 * @typedef {{words: string, bias: (results: Results, values: Values) => number[],
 *   say: (before: Results, after: Results, values: Values) => string}} Action
 *   say tells what happened, not what was meant to: a bias has its ends
 */

const STEPS = 10; // of gradient descent, at a press of the button
const ALIKE = 1e-5; // a bias is kept to a millionth

/**
 * The bias that gives these logits, to a millionth.
 * @param {Results} results @param {Values} values @param {ArrayLike<number>} wanted
 */
export function biasFor(results, values, wanted) {
  return values.bias.map((/** @type {number} */ bias, /** @type {number} */ i) => {
    const exact = bias + wanted[i] - results.logits[i];
    return Math.min(Math.max(Math.round(exact * 1e6) / 1e6, -MOST), MOST);
  });
}

/** The bias after steps of gradient descent, with rate 1. @param {Values} values */
function descend(values) {
  let moved = values;
  for (let step = 0; step < STEPS; step += 1) {
    const results = compute(moved);
    const wanted = results.logits.map((logit, i) => logit - results.gradient[i]);
    moved = { ...moved, bias: biasFor(results, moved, wanted) };
  }
  return moved.bias;
}

/** The classes whose logit is not as wanted, because their bias is at its end; else nothing.
 * @param {Results} after @param {ArrayLike<number>} wanted */
function stuck(after, wanted) {
  const names = CLASSES.filter((_, i) => Math.abs(after.logits[i] - wanted[i]) > ALIKE);
  const list = names.map(capital).join(", ");
  return (
    list && `The bias of ${list} is at its end, −${MOST} or ${MOST}, and its logit stops there.`
  );
}

/** @param {string} words @param {(own: boolean) => number} logit @param {string} said
 * @returns {Action} */
function setting(words, logit, said) {
  const wanted = (/** @type {Values} */ { label }) => CLASSES.map((name) => logit(name === label));
  return {
    words,
    bias: (results, values) => biasFor(results, values, wanted(values)),
    say: (_, after, values) => stuck(after, wanted(values)) || said,
  };
}

/** @param {Results} before @param {Results} after @param {Values} values */
function sayAdded(before, after, { sigmoid: through }) {
  const not = stuck(
    after,
    before.logits.map((z) => z + 1),
  );
  const same = before.probabilities.every((p, i) => Math.abs(p - after.probabilities[i]) < ALIKE);
  if (not) {
    return same
      ? `${not} No probability changed.`
      : `${not} So the differences changed, and with them the probabilities changed.`;
  }
  if (same) {
    const why = through ? "the sigmoid gives shares as before" : "softmax sees only differences";
    return `All logits grew by 1, and no probability changed: ${why}.`;
  }
  return "All logits grew by 1, and the probabilities changed: the sigmoid sees more than differences.";
}

/** @type {Action[]} */
export const ACTIONS = [
  {
    words: "Add 1 to all logits",
    bias: (results, values) =>
      biasFor(
        results,
        values,
        results.logits.map((z) => z + 1),
      ),
    say: sayAdded,
  },
  {
    words: "Ten gradient steps",
    bias: (_, values) => descend(values),
    say: (_before, _after, { sigmoid: through }) =>
      `Ten steps against the gradient, rate 1, on the bias. ${
        through ? "Behind the sigmoid the steps are small, and the floor stays." : ""
      }`,
  },
  setting("Sure and right", (own) => (own ? 10 : -10), "The label’s logit is 10, the others −10."),
  setting("Sure and wrong", (own) => (own ? -10 : 10), "The label’s logit is −10, the others 10."),
  setting("No opinion", () => 0, "All logits are 0: every class gets one fifth."),
];
