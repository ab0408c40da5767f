/**
 * What a network is, from its description: shapes, costs and what each unit sees.
 *
 * The counterpart of `cnncourse.architecture`, on the plain form of `Architecture.to_json()`.
 * A mistake is not thrown: it is told at its layer, in Python's words.
 */

import { faultOf } from "./fault.js";
import { LAYERS, layerRepr, normaliseLayer } from "./layers.js";
import { setReceptiveFields } from "./receptive.js";
import { repr } from "./repr.js";
import { multiplyAddsOf, outputShape, parametersOf, product, windowOf } from "./shapes.js";
import { specFault } from "./validation.js";

export { ACTIVATIONS, defaults, LAYERS, layerRepr, normaliseLayer } from "./layers.js";
export { INITIALIZERS, LIMITS, validateSpec } from "./validation.js";

/** @typedef {import("./layers.js").LayerEntry} LayerEntry */
/** @typedef {import("./shapes.js").Window} Window */
/** @typedef {import("./shapes.js").Parameters} Parameters */
/** @typedef {import("./receptive.js").ReceptiveField} ReceptiveField */
/**
 * One layer in its place. Of a layer at fault, `problem` says why; its numbers and those of
 * the layers after it are null.
 *
 * @typedef {object} DescribedLayer
 * @property {string} name as "conv1"
 * @property {string} kind
 * @property {LayerEntry} layer in its plain form
 * @property {string} repr as Python shows it
 * @property {number[] | null} inputShape
 * @property {number[] | null} outputShape
 * @property {number[] | null} flattenedFrom the map whose flattened features enter the layer
 * @property {Parameters | null} parameters
 * @property {number | null} multiplyAdds for one image, biases left out
 * @property {number | null} activationBytes of the layer's float32 output for one image
 * @property {Window | null} window
 * @property {ReceptiveField | null} receptiveField in input pixels, (vertical, horizontal)
 * @property {string | null} problem
 * @property {import("./fault.js").Fault | null} fault the problem as data, where it is a known one
 */
/**
 * @typedef {{parameters: Parameters, multiplyAdds: number, activationBytes: number}} Totals
 * the activations with the input's own bytes
 */
/**
 * @typedef {{format?: string, version?: number, name: string, input_shape: number[],
 *   initializer?: string, layers: LayerEntry[]}} Spec
 */

const FLOAT32_BYTES = 4;

/**
 * Describe a network layer by layer, and as a whole where nothing is wrong with it.
 *
 * @param {Spec} spec
 * @returns {{layers: DescribedLayer[], totals: Totals | null, problem: string | null}}
 *   `problem` is the whole text that Python raises
 */
export function describe(spec) {
  const fault = specFault(spec) ?? emptiness(spec);
  const layers = nameLayers(Array.isArray(spec?.layers) ? spec.layers : []);
  const at = layers.findIndex((step) => step.problem !== null);
  let problem = at < 0 ? fault : `layer ${at + 1}: ${layers[at].problem}`;
  if (fault === null) {
    const wrong = walk(layers, spec.input_shape);
    if (wrong !== null && problem === null) {
      const { name, repr: shown, problem: told } = layers[wrong];
      problem = `layer ${wrong + 1} (${name}, ${shown}) of ${repr(spec.name)}: ${told}`;
    }
    setReceptiveFields(layers);
  }
  return { layers, totals: problem === null ? addUp(layers, spec.input_shape) : null, problem };
}

/** @param {Spec} spec */
function emptiness(spec) {
  if (spec.layers.length > 0) return null;
  return (
    `architecture ${repr(spec.name)} needs at least one layer, got none; ` +
    "the smallest classifier is [Flatten(), Dense(10)]"
  );
}

/**
 * Return every layer with its name and nothing else known.
 *
 * @param {unknown[]} entries
 * @returns {DescribedLayer[]}
 */
function nameLayers(entries) {
  /** @type {Record<string, number>} */
  const counts = {};
  return entries.map((entry) => {
    /** @type {any} */
    let layer = entry;
    let problem = null;
    try {
      layer = normaliseLayer(entry);
    } catch (error) {
      problem = /** @type {Error} */ (error).message;
    }
    const known = typeof layer?.layer === "string" && Object.hasOwn(LAYERS, layer.layer);
    const kind = known ? LAYERS[layer.layer].kind : "layer";
    counts[kind] = (counts[kind] ?? 0) + 1;
    return {
      name: `${kind}${counts[kind]}`,
      kind,
      layer: known ? layer : { layer: String(layer?.layer) },
      repr: problem === null ? layerRepr(layer) : "",
      inputShape: null,
      outputShape: null,
      flattenedFrom: null,
      parameters: null,
      multiplyAdds: null,
      activationBytes: null,
      window: null,
      receptiveField: null,
      problem,
      fault: null,
    };
  });
}

/**
 * Lead a shape through the layers; return the index of the first that cannot take it, or null.
 *
 * @param {DescribedLayer[]} layers
 * @param {number[]} inputShape
 */
function walk(layers, inputShape) {
  let shape = inputShape;
  /** @type {number[] | null} */
  let flattened = null;
  for (const [index, step] of layers.entries()) {
    if (step.problem !== null) return index;
    step.inputShape = [...shape];
    step.flattenedFrom = flattened;
    try {
      step.outputShape = outputShape(step.layer, shape);
    } catch (error) {
      step.problem = /** @type {Error} */ (error).message;
      step.fault = faultOf(error);
      return index;
    }
    step.window = windowOf(step.layer, shape);
    step.parameters = parametersOf(step.layer, shape);
    step.multiplyAdds = multiplyAddsOf(step.layer, shape, step.outputShape);
    step.activationBytes = FLOAT32_BYTES * product(step.outputShape);
    if (step.kind === "flatten" && shape.length === 3) flattened = step.inputShape;
    else if (step.kind === "dense") flattened = null;
    shape = step.outputShape;
  }
  return null;
}

/**
 * @param {DescribedLayer[]} layers without a problem
 * @param {number[]} inputShape
 * @returns {Totals}
 */
function addUp(layers, inputShape) {
  const parameters = { total: 0, trainable: 0, fixed: 0 };
  let multiplyAdds = 0;
  let activationBytes = FLOAT32_BYTES * product(inputShape);
  for (const step of layers) {
    parameters.total += step.parameters?.total ?? 0;
    parameters.trainable += step.parameters?.trainable ?? 0;
    parameters.fixed += step.parameters?.fixed ?? 0;
    multiplyAdds += step.multiplyAdds ?? 0;
    activationBytes += step.activationBytes ?? 0;
  }
  return { parameters, multiplyAdds, activationBytes };
}
