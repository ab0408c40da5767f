// Where networks look, in Node. Reads {cases: [{network, architecture, weights, image, method,
// asked}]} from the JSON file named, arrays encoded as in the data files; a network that is named
// is taken from its data file. Prints what is found for each, and the words for it.
import { readFileSync } from "node:fs";

import { forward } from "../../cnncourse/explorers/page/arithmetic/network.js";
import { decodeImage, decodeWeights } from "../../cnncourse/explorers/page/arithmetic/stored.js";
import { look } from "../../cnncourse/explorers/page/live_network/parts/where/looking.js";
import { told } from "../../cnncourse/explorers/page/live_network/parts/where/words.js";

for (const name of ["weights", "b-relu", "c-cnn-small"]) {
  await import(`../../cnncourse/explorers/bundle/data-${name}.js`);
}

const taken = new Map();
function networkOf({ network, architecture, weights }) {
  const key = network ?? architecture.name;
  if (!taken.has(key)) {
    const data = globalThis.cnncourseData;
    const stored = network && (data[network] ?? data.weights[network]);
    const spec = architecture ?? stored.architecture;
    const own = decodeWeights(stored ?? { weights });
    taken.set(key, { spec, weights: own, classes: stored?.classes ?? [] });
  }
  return taken.get(key);
}

function looked({ method, asked, image, ...which }) {
  const used = networkOf(which);
  const given = decodeImage(image);
  const { logits } = forward(used.spec, used.weights, given);
  const frame = { shape: given.shape.slice(0, 2), data: given.data };
  const { map, placed, ...numbers } = look(used, frame, logits, method, asked);
  const plain = (one) => one && { shape: one.shape, data: [...one.data] };
  const words = told({ map, placed, ...numbers }, method, used);
  return { ...numbers, map: plain(map), placed: plain(placed), words };
}

const { cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(cases.map(looked)));
