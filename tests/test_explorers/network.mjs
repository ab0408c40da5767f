// Runs networks in JavaScript. Reads {cases: [{architecture, weights, images}], stored: [images]}
// from the JSON file named, arrays encoded as in the data files; prints what leaves every layer,
// for the cases and for the stored networks, arrays as base64 of float64.
import { readFileSync } from "node:fs";
import vm from "node:vm";

import { decode } from "../../cnncourse/explorers/page/arithmetic/arrays.js";
import { forward } from "../../cnncourse/explorers/page/arithmetic/network.js";
import { decodeImage, decodeWeights } from "../../cnncourse/explorers/page/arithmetic/stored.js";

const bundle = new URL("../../cnncourse/explorers/bundle/", import.meta.url);
for (const name of ["images", "landscapes", "weights"]) {
  // As a page runs it: a classic script, not a module.
  vm.runInThisContext(readFileSync(new URL(`data-${name}.js`, bundle), "utf8"));
}
const data = globalThis.cnncourseData;

function encode({ shape, data }) {
  return { shape, base64: Buffer.from(data.buffer).toString("base64") };
}

function run({ architecture, weights, images }) {
  const decoded = decodeWeights({ weights });
  return images.map((image) => {
    try {
      const { layers, logits } = forward(architecture, decoded, decodeImage(image));
      return {
        layers: layers.map(({ name, output }) => ({ name, ...encode(output) })),
        logits: encode(logits),
      };
    } catch (error) {
      return { error: error.message };
    }
  });
}

const { cases, stored } = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(
  JSON.stringify({
    cases: cases.map(run),
    stored: Object.fromEntries(
      Object.entries(data.weights).map(([name, network]) => [
        name,
        run({ ...network, images: stored }),
      ]),
    ),
    images: Object.fromEntries(
      Object.entries(data.images).map(([name, image]) => [
        name,
        encode(decodeImage(image ?? data.landscapes[name])),
      ]),
    ),
    half: encode(decode({ shape: [3], dtype: "float16", base64: "ADwAwAEA" })),
  }),
);
