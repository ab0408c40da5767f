// What a page makes of addresses, without drawing: reads a list of fragments from the file named;
// prints for each what was wrong, or an empty text, and how many states were computed.
import { readFileSync } from "node:fs";

import { decoded, format, parse } from "../../cnncourse/explorers/page/core/fragment.js";
import { refusal } from "../../cnncourse/explorers/page/core/refusals.js";
import { acceptAll } from "../../cnncourse/explorers/page/core/settings.js";
import { State } from "../../cnncourse/explorers/page/core/state.js";
import { EXPLORERS } from "./explorers.mjs";

for (const name of new Set(Object.values(EXPLORERS).flatMap((one) => one.description.data))) {
  await import(`../../cnncourse/explorers/bundle/data-${name}.js`);
}

const computed = new Set();

function compute(slug, values) {
  const key = slug + JSON.stringify(values);
  if (computed.has(key)) return;
  computed.add(key);
  const found = EXPLORERS[slug].view.compute(values, globalThis.cnncourseData);
  if (typeof found.problem !== "string" || !found.summary) throw new Error("says nothing");
}

function visit(slug, given) {
  const { description } = EXPLORERS[slug];
  const state = new State(description, acceptAll(description, {}).values);
  const refused = state.set({ ...state.initial, ...given });
  const words = refusal(refused, description);
  if (words.length > 500 || Boolean(words) !== refused.length > 0) throw new Error(words);
  for (const name of Object.keys(given)) {
    const kept = JSON.stringify(state.values[name]) === JSON.stringify(given[name]);
    if (!kept && !refused.includes(name) && given[name] === undefined) {
      throw new Error(`${name} is neither taken nor refused`);
    }
  }
  compute(slug, state.values);
  const [again] = parse(format("", new Map([[slug, state.changed()]]))).states.values();
  const other = new State(description, acceptAll(description, again).values);
  if (JSON.stringify(other.values) !== JSON.stringify(state.values)) throw new Error("is lost");
  return refused.length;
}

let refusals = 0;
const wrong = JSON.parse(readFileSync(process.argv[2], "utf8")).map((text) => {
  try {
    const { anchor, states } = parse(new URL(`https://example.org/#${text}`).hash);
    decoded(anchor);
    format(anchor, states);
    for (const [id, given] of states) {
      const slug = id.replace(/-\d+$/, "");
      if (Object.hasOwn(EXPLORERS, slug)) refusals += visit(slug, given);
    }
    return "";
  } catch (error) {
    return String(error);
  }
});
process.stdout.write(JSON.stringify({ wrong, computed: computed.size, refusals }));
