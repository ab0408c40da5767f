/** From features to logits to probabilities, and what a sigmoid on the way does to the loss. */

import { array, fromNested } from "../arithmetic/arrays.js";
import { crossEntropy, softmax } from "../arithmetic/classification.js";
import { dense, sigmoid } from "../arithmetic/features.js";
import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { ClassBars } from "./bars.js";
import { Comparison, Products } from "./tables.js";
import { CLASSES, capital, FEATURES, share, significant } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {ReturnType<typeof compute>} Results */

const STEPS = 10; // of gradient descent, at a press of the button
const MOST = 50; // of a bias, as the setting says

/** @param {Float64Array} logits @param {Float64Array} squashed @param {number} label
 * @param {boolean} through whether the sigmoid stands before the softmax
 * @param {number} temperature */
function pass(logits, squashed, label, through, temperature) {
  const entering = (through ? squashed : logits).map((value) => value / temperature);
  const probabilities = softmax(array([5], entering)).data;
  const opposite = sigmoid(
    array(
      [5],
      logits.map((value) => -value),
    ),
  ).data;
  const gradient = probabilities.map((p, i) => {
    const slope = through ? squashed[i] * opposite[i] : 1;
    return ((p - (i === label ? 1 : 0)) * slope) / temperature;
  });
  return {
    entering,
    probabilities,
    cross_entropy: crossEntropy(array([5], entering), label),
    gradient,
  };
}

/** The probability that a sigmoid before the softmax leaves to the best of `classes`.
 * @param {number} classes @param {number} temperature */
function ceilingOf(classes, temperature) {
  return 1 / (1 + (classes - 1) * Math.exp(-1 / temperature));
}

/** @param {Values} values */
function compute(values) {
  const features = FEATURES.map((name) => values[name]);
  const weights = fromNested(values.weights);
  const logits = dense(array([4], features), weights, array([5], values.bias)).data;
  const squashed = sigmoid(array([5], logits)).data;
  const label = CLASSES.indexOf(values.label);
  const ways = [false, true].map((through) =>
    pass(logits, squashed, label, through, values.temperature),
  );
  const [without_sigmoid, with_sigmoid] = ways.map((way) => ({
    probability: way.probabilities[label],
    cross_entropy: way.cross_entropy,
    gradient: way.gradient[label],
  }));
  const largest = logits.indexOf(Math.max(...logits));
  const ceiling = ceilingOf(5, values.temperature);
  const ceiling_of_ten = ceilingOf(10, values.temperature);
  const found = {
    features,
    products: features.map((x, i) =>
      Array.from(weights.data.subarray(5 * i, 5 * i + 5), (w) => w * x),
    ),
    logits,
    squashed,
    ...ways[values.sigmoid ? 1 : 0],
    prediction: CLASSES[largest],
    without_sigmoid,
    with_sigmoid,
    ceiling,
    floor: -Math.log(ceiling),
    ceiling_of_ten,
    floor_of_ten: -Math.log(ceiling_of_ten),
    problem: "",
  };
  return { ...found, summary: summary(found, values, largest, label) };
}

/** @param {any} found @param {Values} values @param {number} largest @param {number} label */
function summary(found, values, largest, label) {
  const name = capital(values.label);
  const first =
    `The largest logit is that of ${capital(CLASSES[largest])}, ` +
    `${number(found.logits[largest], 2)}; so is its probability, ` +
    `${share(found.probabilities[largest])}, and the other four share the rest. `;
  const own = largest === label ? "" : `${name} gets ${share(found.probabilities[label])}. `;
  const loss = `The loss of the label ${name} is ${significant(found.cross_entropy)}`;
  if (!values.sigmoid) return `${first}${own}${loss}.`;
  return (
    `${first}${own}${loss}. With the sigmoid before the softmax no probability can exceed ` +
    `${share(found.ceiling)} and no loss can fall below ${number(found.floor, 3)}.`
  );
}

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
function mount({ root, state, settle }) {
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
  const said = element("p", { class: "quiet said", role: "status" });
  let message = "";
  const buttons = ACTIONS.map(({ words, bias, say }) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      settle(); // what waits to be drawn would wipe the words away
      message = say(state.values);
      if (state.set({ bias: bias(compute(state.values), state.values) }).length) message = "";
      setText(said, message);
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
