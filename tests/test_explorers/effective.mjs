// The gradient of receptive fields' units in Node. Reads {cases: [settings], places: [place]} from
// the JSON file named; prints what each case's shares are, and the sequence at these places.
import { readFileSync } from "node:fs";

import {
  draws,
  uniform,
} from "../../cnncourse/explorers/page/receptive_field/parts/effective/draws.js";
import { effective } from "../../cnncourse/explorers/page/receptive_field/parts/effective/shares.js";
import { compute } from "../../cnncourse/explorers/page/receptive_field/results.js";

const { cases, places, constants } = JSON.parse(readFileSync(process.argv[2], "utf8"));

function taken(values) {
  const found = compute(values);
  const work = draws(values, found, constants);
  let turn = work.next();
  while (!turn.done) turn = work.next();
  const { middle, spread, ...maps } = effective(found, turn.value);
  const flat = Object.entries(maps).map(([name, { data }]) => [name, [...data]]);
  return { ...Object.fromEntries(flat), middle, spread };
}

const started = performance.now();
const found = cases.map(taken);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ found, uniform: places.map(uniform), seconds }));
