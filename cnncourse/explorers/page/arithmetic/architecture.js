/**
 * What a network is, from its description: shapes, costs and what each unit sees.
 *
 * The counterpart of `cnncourse.architecture`, on the plain form of `Architecture.to_json()`.
 * A mistake is not thrown: it is told at its layer, in Python's words.
 */

import { faultOf } from "./fault.js";
import { inner, LAYERS, layerRepr, normaliseLayer, placed } from "./layers.js";
import { setReceptiveFields } from "./receptive.js";
import { repr } from "./repr.js";
import { checkSum } from "./residual.js";
import { multiplyAddsOf, outputShape, parametersOf, product, windowOf } from "./shapes.js";
import { specFault } from "./validation.js";

export { ACTIVATIONS, defaults, inner, LAYERS, layerRepr, normaliseLayer } from "./layers.js";
export { INITIALIZERS, LIMITS, validateSpec } from "./validation.js";

/** @typedef {import("./layers.js").LayerEntry} LayerEntry */
/** @typedef {import("./shapes.js").Window} Window */
/** @typedef {import("./shapes.js").Parameters} Parameters */
/** @typedef {import("./receptive.js").ReceptiveField} ReceptiveField */
/**
 * One layer in its place. Of a layer at fault, `problem` says why; its numbers and those of
 * the layers after it are null. What a residual costs is without what is in it.
 *
 * @typedef {object} DescribedLayer
 * @property {string} name as "conv1"
 * @property {string} kind
 * @property {LayerEntry} layer in its plain form
 * @property {string} repr as Python shows it
 * @property {string} brief the same, what is in a residual left out
 * @property {DescribedLayer[][]} paths in a residual: its layers, and its shortcut's, maybe none
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
  let problem = at < 0 ? fault : layers[at].told;
  if (fault === null) {
    const wrong = follow(layers, spec.input_shape);
    if (wrong !== null && problem === null) problem = toldOf(layers, wrong, repr(spec.name));
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
 * Return every layer in the order of computation, those in a residual right before it.
 *
 * @param {DescribedLayer[]} steps
 * @returns {DescribedLayer[]}
 */
export function walk(steps) {
  return steps.flatMap((step) => [...step.paths.flatMap(walk), step]);
}

/**
 * Return what is wrong with one of several layers, in words that say whose they are.
 *
 * @param {DescribedLayer[]} steps
 * @param {number} at
 * @param {string} owner
 */
function toldOf(steps, at, owner) {
  const { name, brief, problem } = steps[at];
  return `layer ${at + 1} (${name.split("/").pop()}, ${brief}) of ${owner}: ${problem}`;
}

/**
 * Return every layer with its name and nothing else known; of an impossible one, `told` says so.
 *
 * @param {unknown[]} entries
 * @param {string} [prefix] what every name begins with
 * @returns {(DescribedLayer & {told: string | null})[]}
 */
function nameLayers(entries, prefix = "") {
  /** @type {Record<string, number>} */
  const counts = {};
  return entries.map((entry, i) => {
    /** @type {any} */
    let layer = entry;
    let problem = null;
    let told = null;
    try {
      layer = normaliseLayer(entry);
    } catch (error) {
      problem = /** @type {Error} */ (error).message;
      told = placed(i + 1, error);
    }
    const known = typeof layer?.layer === "string" && Object.hasOwn(LAYERS, layer.layer);
    const kind = known ? LAYERS[layer.layer].kind : "layer";
    const stem = kind.replace(/\d/, "");
    counts[stem] ??= 0;
    counts[stem] += 1;
    const name = prefix + stem + counts[stem];
    return {
      name,
      kind,
      layer: known ? layer : { layer: String(layer?.layer) },
      repr: problem === null ? layerRepr(layer) : "",
      brief: problem === null ? layerRepr(layer, true) : "",
      paths:
        problem === null
          ? inner(layer).map(([field, inside]) =>
              nameLayers(inside, field === "layers" ? `${name}/` : `${name}/${field}/`),
            )
          : [],
      inputShape: null,
      outputShape: null,
      flattenedFrom: null,
      parameters: null,
      multiplyAdds: null,
      activationBytes: null,
      window: null,
      receptiveField: null,
      problem,
      told,
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
function follow(layers, inputShape) {
  let shape = inputShape;
  /** @type {number[] | null} */
  let flattened = null;
  for (const [index, step] of layers.entries()) {
    if (step.problem !== null) return index;
    step.inputShape = [...shape];
    step.flattenedFrom = flattened;
    try {
      step.outputShape = step.paths.length ? sumOf(step, shape) : outputShape(step.layer, shape);
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
    else if (step.kind === "dense" || step.kind === "residual") flattened = null;
    shape = step.outputShape;
  }
  return null;
}

/**
 * Lead a shape through both paths of a residual; return that of the sum, or throw why not.
 *
 * @param {DescribedLayer} step
 * @param {number[]} shape
 */
function sumOf({ paths }, shape) {
  const [out, shortcut] = paths.map((path, i) => {
    const wrong = follow(path, shape);
    if (wrong !== null) throw new Error(toldOf(path, wrong, i ? "its shortcut" : "its layers"));
    return path.at(-1)?.outputShape ?? undefined;
  });
  checkSum(shape, /** @type {number[]} */ (out), shortcut);
  return /** @type {number[]} */ (out);
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
  for (const step of walk(layers)) {
    parameters.total += step.parameters?.total ?? 0;
    parameters.trainable += step.parameters?.trainable ?? 0;
    parameters.fixed += step.parameters?.fixed ?? 0;
    multiplyAdds += step.multiplyAdds ?? 0;
    activationBytes += step.activationBytes ?? 0;
  }
  return { parameters, multiplyAdds, activationBytes };
}
