// What the page reads in texts: takes a list of texts, prints a number or the words of a refusal.
import { readFileSync } from "node:fs";

import { readNumber } from "../../cnncourse/explorers/page/core/typed.js";

const texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(texts.map(readNumber)));
