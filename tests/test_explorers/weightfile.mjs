// Reads files of weights in Node. Reads {files: [path], image: [shape]} from the JSON file named;
// prints for each what is wrong with it, or every weight as the page has it.
import { readFileSync } from "node:fs";

import { readNetwork } from "../../cnncourse/explorers/page/live_network/parts/weightfile/weightfile.js";

const { files, image } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answers = [];
for (const file of files) {
  try {
    const { spec, weights } = await readNetwork(new Blob([readFileSync(file)]), image);
    const plain = Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: [...data] },
    ]);
    answers.push({ name: spec.name, weights: Object.fromEntries(plain) });
  } catch (error) {
    answers.push({ error: error.message, kind: error.constructor.name });
  }
}
process.stdout.write(JSON.stringify(answers));
