// Takes numbers of networks apart in Node. Reads {cases: [{network, architecture, weights, image,
// units}]} from the JSON file named, arrays encoded as in the data files, and prints what makes up
// each unit; a network that is named is taken from its data file.
import { readFileSync } from "node:fs";

import { forward } from "../../cnncourse/explorers/page/arithmetic/network.js";
import { decodeImage, decodeWeights } from "../../cnncourse/explorers/page/arithmetic/stored.js";
import { explain } from "../../cnncourse/explorers/page/live_network/parts/unit/explain.js";

for (const name of ["weights", "b-relu", "c-cnn-small"]) {
  await import(`../../cnncourse/explorers/bundle/data-${name}.js`);
}

function plain(found) {
  const parts = Object.entries(found).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    parts.map(([key, value]) => [
      key,
      value?.data instanceof Float64Array
        ? { shape: value.shape, data: [...value.data] }
        : Number.isNaN(value)
          ? null
          : value,
    ]),
  );
}

function taken({ network, architecture, weights, image, units }) {
  const data = globalThis.cnncourseData;
  const stored = network && (data[network] ?? data.weights[network]);
  const used = {
    spec: architecture ?? stored.architecture,
    weights: decodeWeights(stored ?? { weights }),
  };
  const given = decodeImage(image);
  const { layers } = forward(used.spec, used.weights, given);
  const outputs = Object.fromEntries([
    ["image", given],
    ...layers.map(({ name, output }) => [name, output]),
  ]);
  return units.map((unit) => plain(explain(used, outputs, unit)));
}

const { cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(cases.map(taken)));
