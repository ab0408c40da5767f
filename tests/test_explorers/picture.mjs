// Makes pictures small in Node. Reads [{width, height, data, side}] from the JSON file named; prints
// the colours of each small one, and their brightness.
import { readFileSync } from "node:fs";

import { grey, square } from "../../cnncourse/explorers/page/parts/picture/square.js";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(
  JSON.stringify(
    cases.map(({ side, ...pixels }) => {
      const colours = square(pixels, side);
      return { colours: [...colours], grey: [...grey(colours)] };
    }),
  ),
);
