// Compute explorers outside a browser: reads [{slug, values}] as JSON from the file named, and
// prints what each view's compute gives, arrays as nested lists.
import { readFileSync } from "node:fs";

import { toNested } from "../../cnncourse/explorers/page/arithmetic/arrays.js";
import { accept } from "../../cnncourse/explorers/page/core/settings.js";
import { EXPLORERS } from "./explorers.mjs";

await import("../../cnncourse/explorers/bundle/data-images.js");
await import("../../cnncourse/explorers/bundle/data-landscapes.js");
await import("../../cnncourse/explorers/bundle/data-weights.js");
await import("../../cnncourse/explorers/bundle/data-presets.js");
await import("../../cnncourse/explorers/bundle/data-maps.js");

function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(value, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value?.shape && value.data) return plain(toNested(value));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  }
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = cases.map(({ slug, values }) => {
  const refused = EXPLORERS[slug].description.settings
    .filter((setting) => accept(setting, values[setting.name]) === undefined)
    .map((setting) => setting.name);
  return {
    refused,
    results: plain(EXPLORERS[slug].view.compute(values, globalThis.cnncourseData)),
  };
});
process.stdout.write(JSON.stringify(found));
