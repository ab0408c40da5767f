/** What is shown, as one line of code in three frameworks, with all that the line needs to run. */

import { CodePanel } from "../../core/drawing/code.js";
import { convolution } from "./convolution.js";
import { outputSize } from "./output_size.js";
import { pooling } from "./pooling.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {{[framework: string]: (values: Values, results: any) => string}} Writers */

const FRAMEWORKS = { keras: "Keras", torch: "PyTorch", numpy: "NumPy" };

/** @type {{[explorer: string]: Writers}} */
const EXPLORERS = { convolution, pooling, "output-size": outputSize };

/**
 * The source code of what an explorer shows, by framework.
 * @param {string} name of the explorer
 * @param {Values} values
 * @param {any} results
 */
export function codes(name, values, results) {
  const { problem } = results;
  const none = `# No code: ${problem}\n`;
  const written = Object.entries(EXPLORERS[name]).map(([framework, write]) => [
    framework,
    problem ? none : write(values, results),
  ]);
  return { problem, ...Object.fromEntries(written) };
}

/** @type {import("../../core/registry.js").Part["mount"]} */
function mount({ root, frame }) {
  const written = () => {
    const { state, results, view } = frame;
    return codes(view.name, state.values, results);
  };
  const panel = new CodePanel("What is shown, as code", FRAMEWORKS, written, "data-code", true);
  root.append(panel.root);
  return () => panel.update(written());
}

export default { mount };
