// Reads networks in JSON from a file and prints, for each: its description, the two listings or
// what they throw, and what the check of a network from outside says of it.

import { readFileSync } from "node:fs";
import * as architecture from "../../cnncourse/explorers/page/arithmetic/architecture.js";
import { kerasListing, torchListing } from "../../cnncourse/explorers/page/arithmetic/listings.js";

/** What `write` returns, or the message it throws. */
function told(write, spec) {
  try {
    return { text: write(spec) };
  } catch (error) {
    return { error: error.message };
  }
}

const specs = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { LAYERS, LIMITS, ACTIVATIONS, INITIALIZERS, defaults } = architecture;
const networks = specs.map((spec) => {
  const before = JSON.stringify(spec);
  const answer = {
    described: architecture.describe(spec),
    keras: told(kerasListing, spec),
    torch: told(torchListing, spec),
    validated: architecture.validateSpec(spec),
  };
  if (JSON.stringify(spec) !== before) throw new Error(`changed what it was given: ${before}`);
  return answer;
});
const layers = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, defaults(name)]));
console.log(JSON.stringify({ networks, layers, LIMITS, ACTIVATIONS, INITIALIZERS }));
