// What the buttons of the dense head say: reads settings from the file named; prints for each and
// for every button the numbers before and after, and the words.
import { readFileSync } from "node:fs";

import { ACTIONS } from "../../cnncourse/explorers/page/dense_head/actions.js";
import { compute } from "../../cnncourse/explorers/page/dense_head/results.js";

const numbers = ({ logits, probabilities }) => [Array.from(logits), Array.from(probabilities)];
const found = JSON.parse(readFileSync(process.argv[2], "utf8")).map((values) =>
  ACTIONS.map(({ words, bias, say }) => {
    const before = compute(values);
    const after = compute({ ...values, bias: bias(before, values) });
    const told = say(before, after, values);
    return { words, told, before: numbers(before), after: numbers(after) };
  }),
);
process.stdout.write(JSON.stringify(found));
