/**
 * A network from a file that `weights.save` wrote: the counterpart of `cnncourse.weightfile`.
 *
 * The file is safetensors: eight bytes that count the header's, the header in JSON, and the numbers
 * one array after another. Nothing in it is trusted: whatever does not fit is said in words.
 */

import { describe, validateSpec } from "../../../arithmetic/architecture.js";
import { size } from "../../../arithmetic/arrays.js";
import { count } from "../../../core/format.js";
import { kindOf } from "./kinds.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {{dtype: string, shape: number[], data_offsets: number[]}} Entry */

const LENGTH = 8; // bytes before the header
const MOST_BYTES = 64 * 2 ** 20; // of a file
const MOST_HEADER = 2 ** 20;
const MOST_WORK = 50e6; // multiply-adds of one picture: about a tenth of a second
const LEFT_OUT = ["Residual", "DepthwiseConv2D"];
const FORMAT = "cnncourse weights";
const CHECKPOINT = "cnncourse checkpoint";

/** @type {Record<string, {bytes: number, read: (view: DataView, at: number) => number}>} */
const TYPES = {
  F16: { bytes: 2, read: (view, at) => half(view.getUint16(at, true)) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

/** @param {number} bits of IEEE 754 half precision */
function half(bits) {
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * (1024 + fraction) * 2 ** (exponent - 25) : sign * fraction * 2 ** -24;
}

/**
 * The network in a file, for images of a shape; throws what is wrong, in words.
 * @param {Blob} file
 * @param {number[]} image its shape
 * @returns {Promise<{spec: any, weights: Record<string, NDArray>}>}
 */
export async function readNetwork(file, image) {
  if (file.size > MOST_BYTES) {
    throw new Error(
      `the file has ${count(file.size)} bytes, and ${count(MOST_BYTES)} are the most read here.`,
    );
  }
  return parseNetwork(await file.arrayBuffer(), image);
}

/** @param {ArrayBuffer} buffer @param {number[]} image */
export function parseNetwork(buffer, image) {
  const { header, start } = headerOf(buffer);
  const { __metadata__: metadata = {}, ...entries } = header;
  const spec = specOf(metadata, image);
  const view = new DataView(buffer, start);
  checkEntries(entries, view.byteLength);
  const wanted = shapesOf(spec);
  checkNames(entries, wanted, spec.name);
  const weights = Object.fromEntries(
    [...wanted].map(([name, shape]) => [name, arrayOf(name, entries[name], shape, view)]),
  );
  return { spec, weights };
}

/** @param {ArrayBuffer} buffer */
function headerOf(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = buffer.byteLength >= LENGTH ? new DataView(buffer).getBigUint64(0, true) : null;
  const most = Math.min(buffer.byteLength - LENGTH, MOST_HEADER);
  const whole = length !== null && length >= 2n && length <= BigInt(Math.max(most, 0));
  const end = LENGTH + (whole ? Number(length) : 0);
  /** @type {any} */
  let header;
  try {
    if (whole)
      header = JSON.parse(
        new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(LENGTH, end)),
      );
  } catch {
    header = undefined;
  }
  if (isObject(header)) return { header, start: end };
  const kind = kindOf(bytes);
  throw new Error(
    `this is not a whole safetensors file${kind ? `: it looks like ${kind}` : "; it may be cut off"}. ` +
      "What is wanted is a file that weights.save wrote.",
  );
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The architecture, checked as a whole. @param {any} metadata @param {number[]} image */
function specOf(metadata, image) {
  const format = isObject(metadata) ? metadata.format : undefined;
  if (format === CHECKPOINT) {
    throw new Error("this is the checkpoint of a training run; save the model by weights.save.");
  }
  if (format !== FORMAT || typeof metadata.architecture !== "string") {
    throw new Error(
      "it holds no architecture; only files that weights.save wrote can be read here.",
    );
  }
  let plain;
  try {
    plain = JSON.parse(metadata.architecture);
  } catch {
    throw new Error("its architecture is no JSON; save the model by weights.save again.");
  }
  const { spec, problem } = validateSpec(plain);
  if (!spec) throw new Error(`${problem}.`);
  const { layers, totals, problem: fault } = describe(spec);
  if (fault !== null || !totals) throw new Error(`${fault}.`);
  const other = layers.find(({ layer }) => LEFT_OUT.includes(layer.layer));
  if (other)
    throw new Error(`${other.name} is a ${other.layer.layer}, which this page does not run.`);
  if (String(spec.input_shape) !== String(image)) {
    throw new Error(
      `${spec.name} takes images of ${spec.input_shape.join(" × ")}; the picture here has ` +
        `${image.join(" × ")} (rows, columns, channels).`,
    );
  }
  if (totals.multiplyAdds > MOST_WORK) {
    throw new Error(
      `${spec.name} multiplies ${count(totals.multiplyAdds)} times for one picture, which is too ` +
        `slow here; ${count(MOST_WORK)} are the most.`,
    );
  }
  return spec;
}

/** The arrays must lie one after another and fill the file. @param {Record<string, any>} entries
 * @param {number} length bytes */
function checkEntries(entries, length) {
  const places = [];
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
    const counted = (/** @type {unknown} */ list) =>
      Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
    if (typeof dtype !== "string" || !counted(shape) || !counted(offsets) || offsets.length !== 2) {
      throw new Error(`the header says nothing usable of ${shortened(name)}; save the file again.`);
    }
    if (!Object.hasOwn(TYPES, dtype)) {
      throw new Error(
        `${shortened(name)} holds numbers of type ${shortened(dtype)}; save float16, float32 or float64.`,
      );
    }
    const [from, to] = offsets;
    if (to > length || to - from !== size(shape) * TYPES[dtype].bytes) {
      throw new Error(
        `${shortened(name)}, ${shape.join(" × ")} numbers of ${dtype}, does not fit its place in the ` +
          `file (bytes ${from} to ${to} of ${length}); it may be cut off.`,
      );
    }
    places.push([from, to]);
  }
  places.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const end = places.reduce((at, [from, to]) => (from === at ? to : -1), 0);
  if (end !== length)
    throw new Error("its arrays do not fill the file one after another; save it again.");
}

/** @param {Record<string, Entry>} entries @param {Map<string, number[]>} wanted
 * @param {string} name of the network */
function checkNames(entries, wanted, name) {
  const faults = [];
  for (const [key, shape] of wanted) {
    if (!Object.hasOwn(entries, key)) faults.push(`${key} is missing`);
    else if (String(entries[key].shape) !== String(shape)) {
      faults.push(
        `${key} must have shape ${shape.join(" × ")}, got ${entries[key].shape.join(" × ")}`,
      );
    }
  }
  for (const key of Object.keys(entries)) {
    if (!wanted.has(key)) faults.push(`${shortened(key)} belongs to no layer`);
  }
  if (!faults.length) return;
  const more = faults.length > 3 ? `; and ${faults.length - 3} more` : "";
  throw new Error(`the weights do not fit ${name}: ${faults.slice(0, 3).join("; ")}${more}.`);
}

/** Every array of a network by name, in order. @param {any} spec @returns {Map<string, number[]>} */
function shapesOf(spec) {
  const found = new Map();
  for (const { name, layer, inputShape } of describe(spec).layers) {
    const channels = inputShape?.[inputShape.length - 1] ?? 0;
    if (layer.layer === "BatchNorm") {
      for (const key of ["scale", "shift", "mean", "variance"])
        found.set(`${name}/${key}`, [channels]);
    }
    const out = layer.filters ?? layer.units;
    if (out === undefined) continue;
    const kernel = layer.kernel_size ?? [];
    found.set(`${name}/${layer.units ? "weights" : "kernels"}`, [...kernel, channels, out]);
    if (layer.use_bias) found.set(`${name}/bias`, [out]);
  }
  return found;
}

/** @param {string} name @param {Entry} entry @param {number[]} shape @param {DataView} view
 * @returns {NDArray} */
function arrayOf(name, { dtype, data_offsets: [from] }, shape, view) {
  const { bytes, read } = TYPES[dtype];
  const data = Float64Array.from({ length: size(shape) }, (_, i) => read(view, from + i * bytes));
  if (!data.every(Number.isFinite)) {
    throw new Error(`${name} holds NaN or infinity, so every answer would be that.`);
  }
  return { shape, data };
}

/** @param {string} words */
function shortened(words) {
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}
