/** From features to logits to probabilities, and what a sigmoid on the way does to the loss. */

import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { ACTIONS, biasFor } from "./actions.js";
import { ClassBars } from "./bars.js";
import { compute } from "./results.js";
import { Comparison, Products } from "./tables.js";
import { CLASSES, capital, share, significant } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

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
  const buttons = ACTIONS.map(({ words, bias, say: worded }) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      settle(); // what waits to be drawn would wipe the words away
      const before = compute(state.values);
      state.set({ bias: bias(before, state.values) });
      const message = worded(before, compute(state.values), state.values);
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
      "larger for a larger logit. Temperature and sigmoid change the shares, never their order. " +
      "(Sources A to E are five public tutorials, whose networks the course trains and examines.)",
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
