/** A network as it is put together: its shapes, its cost, and its code in two frameworks. */

import { describe, walk } from "../arithmetic/architecture.js";
import { kerasListing, torchListing } from "../arithmetic/listings.js";
import { CodePanel } from "../core/drawing/code.js";
import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { count, percent, plural } from "../core/format.js";
import { History } from "../core/history.js";
import { named, OWN, presetOf, settingsOf, specOf } from "./layers.js";
import { NetworkList } from "./list.js";

/**
 * @typedef {import("../core/settings.js").Values} Values
 * @typedef {import("./layers.js").Preset} Preset
 */

const NO_PARAMETERS = { total: 0, trainable: 0, fixed: 0 };
const NOTHING = { parameters: NO_PARAMETERS, multiplyAdds: 0, activationBytes: 0 };

/** @param {Values} values @param {{presets: Preset[]}} data */
function compute(values, { presets }) {
  const spec = specOf(values, presets);
  const described = describe(spec);
  const { layers, totals, problem } = described;
  const steps = walk(layers);
  const fitting = steps.filter((step) => step.outputShape);
  const { parameters, multiplyAdds, activationBytes } = totals ?? NOTHING;
  const at = steps.findIndex((step) => step.problem);
  const none = `# No code: ${problem}\n`;
  const results = {
    network: spec.name,
    input_shape: spec.input_shape,
    names: steps.map((step) => step.name),
    calls: steps.map((step) => step.brief),
    shapes: fitting.map((step) => step.outputShape ?? []),
    layer_parameters: fitting.map((step) => step.parameters?.total ?? 0),
    layer_multiply_adds: fitting.map((step) => step.multiplyAdds ?? 0),
    layer_activation_bytes: fitting.map((step) => step.activationBytes ?? 0),
    layer_receptive_field: fitting.map(({ receptiveField }) =>
      (receptiveField?.size ?? []).map((size, i) => Math.min(size, spec.input_shape[i])),
    ),
    parameters: parameters.total,
    trainable: parameters.trainable,
    fixed: parameters.fixed,
    multiply_adds: multiplyAdds,
    activation_bytes: activationBytes,
    mistake: at < 0 ? "" : String(steps[at].problem),
    mistake_at: at,
    fault: at < 0 ? null : steps[at].fault,
    problem: problem ?? "",
    // Written when it is asked for: one of the two is seen.
    get keras_code() {
      return totals ? kerasListing(spec, described) : none;
    },
    get torch_code() {
      return totals ? torchListing(spec, described) : none;
    },
    summary: "",
  };
  results.summary = summary(results);
  return results;
}

/** @param {any} results */
function summary(results) {
  const { network, names, parameters, layer_parameters } = results;
  if (!names.length) return "The network has no layer.";
  if (results.problem) {
    const name = names[results.mistake_at];
    return `${name} does not fit, so there is no code.`;
  }
  const most = layer_parameters.indexOf(Math.max(...layer_parameters));
  const where = parameters
    ? `; ${percent(layer_parameters[most] / parameters, 0)} of them in ${names[most]}`
    : "";
  const fixed = results.fixed ? ` (${count(results.fixed)} of them running statistics)` : "";
  return (
    `${network}: ${plural(names.length, "layer")}, ` +
    `${plural(parameters, "parameter")}${fixed}${where}. ` +
    `One image takes ${plural(results.multiply_adds, "multiply-add")}; its activations in float32 take ` +
    `${plural(results.activation_bytes, "byte")}.`
  );
}

/** @typedef {ReturnType<typeof compute>} Results */

/** The four numbers of the whole network. */
function makeTotals() {
  const numbers = [
    ["parameters", "Parameters"],
    ["multiply_adds", "Multiply-adds, one image"],
    ["activation_bytes", "Activations, one image (bytes)"],
  ].map(([key, words]) => ({ key, words, shown: element("dd", { class: "number" }) }));
  const seen = element("dd", { class: "number" });
  const root = element("dl", { class: "nb-totals" });
  for (const { words, shown } of numbers) {
    root.append(element("div", {}, element("dt", {}, words), shown));
  }
  root.append(element("div", {}, element("dt", {}, "One output sees (pixels)"), seen));
  return {
    root,
    /** @param {Results} results */
    update(results) {
      for (const { key, shown } of numbers) {
        setText(shown, results.problem ? "–" : count(/** @type {any} */ (results)[key]));
        setAttributes(shown, { "data-result": results.problem ? null : key });
      }
      const field = results.problem ? [] : results.layer_receptive_field[results.names.length - 1];
      setText(seen, field.join(" × ") || "–");
    },
  };
}

/**
 * What to start from.
 * @param {Preset[]} known
 * @param {(changes: Values, words: string) => void} start
 */
function makePresets(known, start) {
  const own = element("option", { value: OWN }, `${OWN} (changed)`);
  const select = element("select", { id: "nb-preset" }, own);
  for (const { name, label } of known) select.append(element("option", { value: name }, label));
  select.addEventListener("change", () => {
    const chosen = presetOf(known, select.value);
    if (chosen) start(settingsOf(chosen), `Started from ${chosen.name}.`);
  });
  const label = element("label", { for: "nb-preset" }, "Start from");
  const root = element("div", { class: "control choice" }, label, select);
  return {
    root,
    /** @param {string} network */
    update(network) {
      own.disabled = network !== OWN; // it is what one has, and nothing to start from
      if (select.value !== network) select.value = network;
    },
  };
}

/** @param {import("../core/frame.js").Host} host */
function mount({ root, state, data, results, settle, say }) {
  const history = new History({ root, state, settle, say }, Object.keys(state.values));
  const known = data.presets;
  const presets = makePresets(known, (changes, words) => history.take(changes, words));
  const totals = makeTotals();
  const list = new NetworkList({
    layers: () => specOf(state.values, known).layers,
    results,
    take: (layers, words) => history.take({ layers: named(known, layers) }, words),
    set: (layers) => state.set({ layers: named(known, layers) }),
  });
  const frameworks = { keras_code: "Keras", torch_code: "PyTorch" };
  const code = new CodePanel("The network as code", frameworks, results);
  const head = element("div", { class: "nb-head" }, presets.root, history.root);
  root.append(head, totals.root, list.root, code.root);
  return {
    /** @param {Results} found */
    update(found) {
      presets.update(found.network);
      totals.update(found);
      list.update();
      code.update(found);
    },
  };
}

export default { name: "network-builder", compute, mount };
