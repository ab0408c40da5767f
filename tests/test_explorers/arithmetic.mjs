// Runs the cases of a JSON file through the page's arithmetic and prints one line of JSON: for
// each kind how many there were, the largest error, and what failed.

import { readFileSync } from "node:fs";
import * as arrays from "../../cnncourse/explorers/page/arithmetic/arrays.js";
import * as classification from "../../cnncourse/explorers/page/arithmetic/classification.js";
import * as convolution from "../../cnncourse/explorers/page/arithmetic/convolution.js";
import * as features from "../../cnncourse/explorers/page/arithmetic/features.js";
import * as geometry from "../../cnncourse/explorers/page/arithmetic/geometry.js";
import { pad2d } from "../../cnncourse/explorers/page/arithmetic/padding.js";
import * as pooling from "../../cnncourse/explorers/page/arithmetic/pooling.js";
import { winners } from "../../cnncourse/explorers/page/arithmetic/winners.js";

const TOLERANCE = 1e-12; // beside the number expected, or 1 where that is smaller

/** Every call by Python's name for it, its settings by name. */
const CALLS = {
  check_padding: ({ padding }) => geometry.checkPadding(padding),
  extent: ({ kernel, dilation }) => geometry.extent(kernel, dilation),
  same_padding: ({ size, kernel, stride, dilation }) =>
    geometry.samePadding(size, kernel, stride, dilation),
  resolve_padding: ({ padding, size, kernel, stride, dilation }) =>
    geometry.resolvePadding(padding, size, kernel, stride, dilation),
  output_size: ({ size, kernel, stride, padding, dilation, what }) =>
    geometry.outputSize(size, kernel, stride, padding, dilation, what),
  window_grid: ({ size, kernel, stride, padding, dilation, what }) => {
    const { out, sides } = geometry.windowGrid(size, kernel, stride, padding, dilation, what);
    return [out, sides];
  },
  check_pool_padding: ({ sides, window }) => geometry.checkPoolPadding(sides, window) ?? null,
  pad2d: ({ image, padding, mode }) => pad2d(image, padding, mode),
  conv2d: ({ image, kernels, ...settings }) => convolution.conv2d(image, kernels, settings),
  window_sum: ({ image, kernels, at, ...settings }) =>
    convolution.windowSum(image, kernels, at, settings),
  window_places: ({ at, kernel, stride, sides, dilation }) =>
    convolution.windowPlaces(at, kernel, stride, sides, dilation),
  coverage: ({ size, kernel, stride, sides, dilation }) =>
    convolution.coverage(size, kernel, stride, sides, dilation),
  max_pool2d: ({ image, ...settings }) => pooling.maxPool2d(image, settings),
  avg_pool2d: ({ image, ...settings }) => pooling.avgPool2d(image, settings),
  winners: ({ image, ...settings }) => {
    const places = winners(image, settings);
    return { places, ties: places.ties };
  },
  global_avg_pool2d: ({ image }) => pooling.globalAvgPool2d(image),
  softmax: ({ logits, temperature }) => classification.softmax(logits, temperature),
  log_softmax: ({ logits }) => classification.logSoftmax(logits),
  cross_entropy: ({ logits, label }) => classification.crossEntropy(logits, label),
  dense: ({ vector, weights, bias }) => features.dense(vector, weights, bias),
  flatten: ({ image }) => features.flatten(image),
  flatten_channels_first: ({ image }) => features.flattenChannelsFirst(image),
  permutation: ({ shape }) => {
    const order = features.permutation(shape);
    return arrays.array([order.length], order);
  },
  batch_norm: ({ image, scale, shift, mean, variance, epsilon }) =>
    features.batchNorm(image, scale, shift, mean, variance, epsilon),
  decode: (encoded) => arrays.decode(encoded),
  array: ({ shape, values }) => arrays.array(shape, values),
  nested: ({ nested }) => {
    const given = arrays.fromNested(nested);
    return { given, nested: arrays.toNested(given) };
  },
  relu: ({ x }) => features.relu(x),
  relu6: ({ x }) => features.relu6(x),
  leaky_relu: ({ x, negative_slope: slope }) => features.leakyRelu(x, slope),
  elu: ({ x, alpha }) => features.elu(x, alpha),
  gelu: ({ x }) => features.gelu(x),
  silu: ({ x }) => features.silu(x),
  softplus: ({ x }) => features.softplus(x),
  sigmoid: ({ x }) => features.sigmoid(x),
  tanh: ({ x }) => features.tanh(x),
};

/** Read what Python encoded: floats are their bytes, of an empty shape where by themselves. */
function read(value) {
  if (Array.isArray(value)) return value.map(read);
  if (value === null || typeof value !== "object") return value;
  if (!("float64" in value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, read(item)]));
  }
  const bytes = Uint8Array.from(Buffer.from(value.float64, "base64"));
  const data = new Float64Array(bytes.buffer);
  return value.shape.length === 0 ? data[0] : { shape: value.shape, data };
}

/** The largest error of what was got; Infinity where it is not the same kind of thing. */
function errorOf(got, expected) {
  if (typeof got === "number" && typeof expected === "number") {
    if (Object.is(got, expected) || got === expected) return 0;
    const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
    return Number.isFinite(error) ? error : Infinity;
  }
  if ([Array.isArray, ArrayBuffer.isView].some((is) => is(got) && is(expected))) {
    return largest(expected, (item, i) => errorOf(got[i], item), got.length);
  }
  if (got && expected && typeof got === "object" && typeof expected === "object") {
    const names = Object.keys(expected);
    return largest(names, (name) => errorOf(got[name], expected[name]), names.length);
  }
  return got === expected ? 0 : Infinity;
}

/** The largest error of the items; Infinity where there are more or fewer than got. */
function largest(items, error, length) {
  if (items.length !== length) return Infinity;
  let most = 0;
  items.forEach((item, i) => (most = Math.max(most, error(item, i))));
  return most;
}

/** Run one case: the error, and in words what failed. */
function run({ call, input, expected, error }) {
  let got;
  try {
    got = CALLS[call](read(input));
  } catch (thrown) {
    if (thrown.constructor === Error && thrown.message === error) return { error: 0 };
    return { error: Infinity, failure: `threw ${thrown}; expected ${error ?? "a result"}` };
  }
  if (error !== undefined) {
    return { error: Infinity, failure: `returned ${JSON.stringify(got)}; expected ${error}` };
  }
  const found = errorOf(got, read(expected));
  return found <= TOLERANCE ? { error: found } : { error: found, failure: `is off by ${found}` };
}

const report = {};
for (const one of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  report[one.kind] ??= { cases: 0, largest: 0, failures: [] };
  const kind = report[one.kind];
  const { error, failure } = run(one);
  kind.cases++;
  kind.largest = Math.max(kind.largest, error);
  if (failure) {
    kind.failures.push(`${one.call}(${JSON.stringify(one.input).slice(0, 400)}) ${failure}`);
  }
}
process.stdout.write(`${JSON.stringify(report)}\n`);
