// The code that the page shows of explorers: reads [{slug, values}] as JSON from the file named,
// and prints the source by framework for each.
import { readFileSync } from "node:fs";
import { codes } from "../../cnncourse/explorers/page/parts/code/index.js";
import { EXPLORERS } from "./explorers.mjs";

await import("../../cnncourse/explorers/bundle/data-images.js");
await import("../../cnncourse/explorers/bundle/data-landscapes.js");

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = cases.map(({ slug, values }) =>
  codes(slug, values, EXPLORERS[slug].view.compute(values, globalThis.cnncourseData)),
);
process.stdout.write(JSON.stringify(found));
