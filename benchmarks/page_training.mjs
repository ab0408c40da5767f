// Steps a second of the training explorer's engine in Node: {architecture, images, labels, rounds,
// steps, batch} from the JSON file named, images as base64; prints seconds of each round.
import { readFileSync } from "node:fs";

import { Learning } from "../cnncourse/explorers/page/training/engine/learning.js";

const { architecture, images, labels, rounds, steps, batch } = JSON.parse(
  readFileSync(process.argv[2], "utf8"),
);
const training = {
  images: new Uint8Array(Buffer.from(images, "base64")),
  labels: Uint8Array.from(labels),
};
const settings = { learning_rate: 0.02, batch_size: batch };
const learning = new Learning({ architecture, training, validation: training, settings });

function take(count) {
  for (let step = 0; step < count; step++) {
    const work = learning.step();
    while (!work.next().done);
    if (learning.diverged) throw new Error(learning.diverged);
  }
}

take(steps); // the first compile the loops
const seconds = [];
const busy = []; // of the processor, which other programs of the machine take nothing from
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const before = process.cpuUsage();
  take(steps);
  seconds.push((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(before);
  busy.push((user + system) / 1e6);
}
process.stdout.write(JSON.stringify({ node: process.versions.node, seconds, busy }));
