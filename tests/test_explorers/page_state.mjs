// What a page does with values and addresses from outside: reads {values, states} from the file
// named; prints which values each setting takes, and what addresses become when read again.
import { readFileSync } from "node:fs";

import { format, parse } from "../../cnncourse/explorers/page/core/fragment.js";
import { accept } from "../../cnncourse/explorers/page/core/settings.js";
import { EXPLORERS } from "./explorers.mjs";

const { values, states } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const taken = values.map(({ slug, name, raw }) => {
  const setting = EXPLORERS[slug].description.settings.find((one) => one.name === name);
  return accept(setting, raw) !== undefined;
});
const again = states.map(({ anchor, explorers }) => {
  const fragment = format(anchor, new Map(Object.entries(explorers)));
  const url = new URL(`https://example.org/page.html#${fragment}`); // as a browser keeps it
  const read = parse(url.hash);
  return { fragment, anchor: read.anchor, explorers: Object.fromEntries(read.states) };
});
process.stdout.write(JSON.stringify({ taken, again }));
