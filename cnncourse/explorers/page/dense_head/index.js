/** From features to logits to probabilities, and what a sigmoid on the way does to the loss. */

import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { ClassBars } from "./bars.js";
import { compute } from "./results.js";
import { Comparison, Products } from "./tables.js";
import { CLASSES, capital, MOST, share, significant } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

const STEPS = 10; // of gradient descent, at a press of the button

/**
 * The bias that gives these logits, to a millionth.
 * @param {Results} results @param {Values} values @param {ArrayLike<number>} wanted
 */
function biasFor(results, values, wanted) {
  return values.bias.map((/** @type {number} */ bias, /** @type {number} */ i) => {
    const exact = bias + wanted[i] - results.logits[i];
    return Math.min(Math.max(Math.round(exact * 1e6) / 1e6, -MOST), MOST);
  });
}

/** The logits after steps of gradient descent on the bias, with rate 1. @param {Values} values */
function descend(values) {
  let moved = values;
  for (let step = 0; step < STEPS; step += 1) {
    const results = compute(moved);
    const wanted = results.logits.map((logit, i) => logit - results.gradient[i]);
    moved = { ...moved, bias: biasFor(results, moved, wanted) };
  }
  return moved.bias;
}

/** @typedef {{words: string, bias: (results: Results, values: Values) => number[],
 *   say: (values: Values) => string}} Action */

/** @param {(own: boolean) => number} logit @param {string} words @param {string} said
 * @returns {Action} */
function setting(words, logit, said) {
  return {
    words,
    bias: (results, values) =>
      biasFor(
        results,
        values,
        CLASSES.map((name) => logit(name === values.label)),
      ),
    say: () => said,
  };
}

/** @type {Action[]} */
const ACTIONS = [
  {
    words: "Add 1 to all logits",
    bias: (results, values) =>
      biasFor(
        results,
        values,
        results.logits.map((z) => z + 1),
      ),
    say: ({ sigmoid: through }) =>
      through
        ? "All logits grew by 1, and the probabilities changed: the sigmoid sees more than " +
          "differences."
        : "All logits grew by 1, and no probability changed: softmax sees only differences.",
  },
  {
    words: "Ten gradient steps",
    bias: (_, values) => descend(values),
    say: ({ sigmoid: through }) =>
      `Ten steps against the gradient, rate 1, on the bias. ${
        through ? "Behind the sigmoid the steps are small, and the floor stays." : ""
      }`,
  },
  setting("Sure and right", (own) => (own ? 10 : -10), "The label’s logit is 10, the others −10."),
  setting("Sure and wrong", (own) => (own ? -10 : 10), "The label’s logit is −10, the others 10."),
  setting("No opinion", () => 0, "All logits are 0: every class gets one fifth."),
];

/** @param {import("../core/frame.js").Host} host */
function mount({ root, state, settle, say }) {
  // Keys may come faster than frames, so the logits are read from the state.
  const logits = () => Array.from(compute(state.values).logits);
  const products = new Products();
  const bars = new ClassBars({
    logits,
    drag: (index, logit) => {
      const wanted = logits().map((value, i) => (i === index ? logit : value));
      state.set({ bias: biasFor(compute(state.values), state.values, wanted) });
    },
    choose: (name) => state.set({ label: name }),
  });
  const said = element("p", { class: "quiet said" });
  let message = "";
  const buttons = ACTIONS.map(({ words, bias, say: worded }) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      settle(); // what waits to be drawn would wipe the words away
      message = worded(state.values);
      if (state.set({ bias: bias(compute(state.values), state.values) }).length) message = "";
      setText(said, message);
      say(message);
    });
    return button;
  });
  const sum = element("p", { class: "formula number" });
  const comparison = new Comparison();
  const fact = element(
    "p",
    { class: "quiet" },
    "Source D says that softmax selects the largest. It does not: every class gets a share, " +
      "larger for a larger logit. Temperature and sigmoid change the shares, never their order.",
  );
  root.append(
    products.root,
    bars.root,
    element("div", { class: "row" }, ...buttons),
    said,
    sum,
    comparison.root,
    fact,
  );
  return {
    /** @param {Results} results @param {Values} values @param {string[]} names */
    update(results, values, names) {
      if (!names.includes("bias") || names.length > 1) setText(said, "");
      products.draw(results, values);
      bars.draw(results, values);
      writeOut(sum, results, values);
      comparison.draw(results, values);
    },
  };
}

/**
 * The label's softmax and loss with the numbers in them.
 * @param {HTMLElement} root @param {Results} results @param {Values} values
 */
function writeOut(root, results, values) {
  const label = CLASSES.indexOf(values.label);
  const { temperature: t } = values;
  const divided = t === 1 ? "" : `\u00a0/\u00a0${number(t, 2)}`;
  const power = (/** @type {number} */ value) => `exp(${number(value * t, 2)}${divided})`;
  const powers = Array.from(results.entering, power);
  const own = Math.exp(results.entering[label]);
  const total = results.entering.reduce((all, value) => all + Math.exp(value), 0);
  const numbers = total < Infinity ? `${significant(own)} / ${significant(total)} = ` : "";
  const shown = (/** @type {string} */ key, /** @type {string} */ words) =>
    element("span", { "data-result": key }, words);
  root.replaceChildren(
    `p(${capital(values.label)}) = ${powers[label]} / (${powers.join(" + ")}) = ${numbers}`,
    shown(`probabilities.${label}`, share(results.probabilities[label])),
    element("br"),
    `cross-entropy = −log p(${capital(values.label)}) = `,
    shown("cross_entropy", significant(results.cross_entropy)),
  );
}

export default { name: "dense-head", compute, mount };
