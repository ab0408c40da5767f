// Makes pictures small in Node. Reads [{width, height, data, side}] from the JSON file named, or
// [{file}] for what a file's first bytes say; prints the colours of each small picture, their
// brightness, both as texts, and how its clear part is shown; or the size that a file names.
import { readFileSync } from "node:fs";

import { header } from "../../cnncourse/explorers/page/parts/picture/header.js";
import {
  clearPart,
  grey,
  square,
  toText,
} from "../../cnncourse/explorers/page/parts/picture/square.js";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(
  JSON.stringify(
    cases.map(({ file, side, ...pixels }) => {
      if (file) return header(new Uint8Array(readFileSync(file))) ?? null;
      const colours = square(pixels, side);
      const [light, clear] = [grey(colours), clearPart(pixels)];
      const texts = { colours: toText(colours), grey: toText(light) };
      return { colours: [...colours], grey: [...light], texts, clear };
    }),
  ),
);
