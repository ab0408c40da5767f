// The live network's own arithmetic in Node. Reads {sweeps: [settings], texts: [text]} from the
// JSON file named; prints what each sweep finds, and each text's drawing and text again.
import { readFileSync } from "node:fs";

import * as item from "../../cnncourse/explorers/page/live_network/item.js";
import { sweep } from "../../cnncourse/explorers/page/live_network/parts/positions/trying.js";
import * as ran from "../../cnncourse/explorers/page/live_network/run.js";

await import("../../cnncourse/explorers/bundle/data-images.js");
await import("../../cnncourse/explorers/bundle/data-weights.js");
const { dot, fromText, toText } = item;
const { sweeps, texts } = JSON.parse(readFileSync(process.argv[2], "utf8"));

function swept(values) {
  const work = sweep(values, globalThis.cnncourseData, item.REACH, { ...item, ...ran });
  let turn = work.next();
  while (!turn.done) turn = work.next();
  const { predictions, wanted, done, room } = turn.value;
  return { predictions: predictions.map((each) => [...each]), wanted, done, room };
}

function pen() {
  const levels = new Uint8Array(784);
  dot(levels, 10.5, 12.5, false);
  const painted = [...levels];
  dot(levels, -1, 40, false); // beyond the edge
  const beyond = [...levels];
  dot(levels, 10.5, 12.5, true);
  return { painted, beyond, wiped: [...levels] };
}

const drawings = texts.map((text) => {
  const levels = fromText(text);
  return levels && { levels: [...levels], text: toText(levels) };
});
process.stdout.write(JSON.stringify({ sweeps: sweeps.map(swept), drawings, pen: pen() }));
