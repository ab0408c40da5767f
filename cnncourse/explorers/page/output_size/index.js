/** How many windows fit: the formula of the output size, in numbers and as a strip. */

import {
  extent,
  outputSize,
  resolvePadding,
  windowCoverage,
  windowStarts,
} from "../arithmetic/geometry.js";
import { element, setText, svg } from "../core/drawing/dom.js";
import { idleAll } from "../core/drawing/idle.js";
import { drawStrip } from "../core/drawing/strip.js";
import { plural } from "../core/format.js";
import { chosenPadding } from "../core/settings.js";

/** @typedef {import("../core/settings.js").Values} Values */

/** @param {Values} values @param {string | number} padding */
function windows({ size, kernel_size, stride, dilation }, padding) {
  const both = (/** @type {number} */ n) => /** @type {[number, number]} */ ([n, n]);
  const [before, after] =
    padding === "causal"
      ? [extent(kernel_size, dilation) - 1, 0]
      : resolvePadding(padding, both(size), both(kernel_size), both(stride), both(dilation));
  let output_size = 0;
  let problem = "";
  try {
    output_size = outputSize(size, kernel_size, stride, [before, after], dilation);
  } catch (error) {
    problem = /** @type {Error} */ (error).message;
  }
  const starts = windowStarts(output_size, stride, before);
  const covered = windowCoverage(size, starts, kernel_size, dilation);
  const end = output_size ? starts[output_size - 1] + extent(kernel_size, dilation) : -before;
  return { output_size, before, after, starts, covered, dropped: size + after - end, problem };
}

/** @param {Values} values */
function compute(values) {
  const { size, kernel_size, stride, dilation } = values;
  const span = extent(kernel_size, dilation);
  const found = windows(values, chosenPadding(values));
  const same = windows(values, "same");
  const half = Math.floor(span / 2);
  const symmetric = windows(values, half);
  const minus = dilation > 1 ? `${dilation} · (${kernel_size} − 1) − 1` : span;
  const sum = `${size} + ${found.before} + ${found.after} − ${minus}`;
  const formula = found.problem
    ? `${sum} < 0: no window fits`
    : `⌊(${sum}) / ${stride}⌋ + 1 = ${found.output_size}`;
  return {
    span,
    ...found,
    formula,
    same_output_size: same.output_size,
    same_before: same.before,
    same_after: same.after,
    same_starts: same.starts,
    symmetric_padding: half,
    symmetric_output_size: symmetric.output_size,
    symmetric_starts: symmetric.starts,
    summary: summary(found, same, symmetric, half) + causal(values),
  };
}

/** @typedef {ReturnType<typeof windows>} Windows */

/** @param {Windows} found @param {Windows} same @param {Windows} symmetric @param {number} half */
function summary(found, same, symmetric, half) {
  if (found.problem) return "No window fits, so there is no output.";
  const missed = found.covered.filter((count) => count === 0).length;
  const ends = found.dropped
    ? `; ${plural(found.dropped, "pixel")} at the end, padding included, ` +
      `${found.dropped === 1 ? "is" : "are"} left over`
    : "";
  const unseen = missed ? ` In no window (crossed out): ${plural(missed, "input pixel")}.` : "";
  const alike =
    same.output_size === symmetric.output_size && same.before !== half
      ? ` “same” and ${half} on both sides give one size here, from different pixels.`
      : "";
  const fit = found.output_size === 1 ? "One window fits" : `${found.output_size} windows fit`;
  return `${fit}${ends}.${unseen}${alike}`;
}

/** What a causal padding is for. @param {Values} values */
function causal({ padding_kind: kind, stride }) {
  if (kind !== "causal") return "";
  const last = stride > 1 ? `${stride} · i` : "i";
  return ` The window of output i ends on input pixel ${last}: it sees none that comes later.`;
}

/** Why settings change nothing now. @param {Values} values */
export function withoutEffect({ padding_kind: kind, kernel_size: size }) {
  return {
    padding: kind === "number" ? "" : `“${kind}” decides`,
    dilation: size === 1 ? "one pixel has no gaps" : "",
  };
}

/** @param {import("../core/frame.js").Host} host */
function mount({ root }) {
  const formula = element("p", { class: "formula number" });
  const meaning = element(
    "p",
    { class: "quiet" },
    "⌊(input + padding before + padding after − span of the kernel) / stride⌋ + 1; " +
      "the span is dilation · (kernel − 1) + 1, and ⌊ ⌋ rounds down. Pixels are counted from 0.",
  );
  const strips = ["chosen", "same", "symmetric"].map(() => ({
    title: element("figcaption"),
    strip: svg("svg", { class: "strip" }),
  }));
  root.append(formula, meaning);
  for (const { title, strip } of strips) root.append(element("figure", {}, title, strip));
  return {
    /** @param {ReturnType<typeof compute>} results @param {Values} values */
    update(results, values) {
      idleAll(root, withoutEffect(values));
      setText(formula, results.formula);
      const common = { size: values.size, kernel: values.kernel_size, dilation: values.dilation };
      const { same_before, same_after, symmetric_padding: half } = results;
      const rows = [
        [results.before, results.after, results.starts, "As set", results.output_size],
        [
          same_before,
          same_after,
          results.same_starts,
          "TensorFlow’s “same”",
          results.same_output_size,
        ],
        [
          half,
          half,
          results.symmetric_starts,
          "Symmetric, as usual in PyTorch",
          results.symmetric_output_size,
        ],
      ];
      const room = [0, 1].map((end) =>
        Math.max(...rows.map((row) => /** @type {number} */ (row[end]))),
      );
      rows.forEach(([before, after, starts, words, out], i) => {
        const title = `${words}: ${before} before, ${after} after, output ${out}`;
        setText(strips[i].title, title);
        const places = /** @type {any} */ ({ ...common, before, after, starts });
        drawStrip(strips[i].strip, places, { label: title, second: i > 0, room });
      });
    },
  };
}

export default { name: "output-size", compute, mount };
