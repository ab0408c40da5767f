// What one weight touches, as the page computes it. Reads [{values, place}] from the JSON file
// named; prints for each what it found, or null with a problem.
import { readFileSync } from "node:fs";

import { touched } from "../../cnncourse/explorers/page/convolution/parts/weights/touched.js";
import { told } from "../../cnncourse/explorers/page/convolution/parts/weights/words.js";
import { EXPLORERS } from "./explorers.mjs";

await import("../../cnncourse/explorers/bundle/data-images.js");
await import("../../cnncourse/explorers/bundle/data-landscapes.js");

const { view } = EXPLORERS.convolution;
process.stdout.write(
  JSON.stringify(
    JSON.parse(readFileSync(process.argv[2], "utf8")).map(({ values, place }) => {
      const results = view.compute(values, globalThis.cnncourseData);
      if (results.problem) return null;
      const found = touched(results, values, place);
      const how = { names: ["Red", "Green", "Blue"], kind: values.kind, pinned: false };
      return { ...found, words: told(found, results, place, how) };
    }),
  ),
);
