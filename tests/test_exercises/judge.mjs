/** Judges, as the page does, the pairs of a question and an answer that stdin has as JSON. */

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const script = new URL("../../book/static/questions-judge.js", import.meta.url);
runInThisContext(readFileSync(script, "utf8"));
const { judge, numbers, shapes, arrays } = globalThis.cnncourseQuestions;
const { pairs, texts } = JSON.parse(readFileSync(0, "utf8"));
const read = texts.map((text) => ({
  numbers: numbers(text),
  shapes: shapes(text),
  arrays: arrays(text),
}));
const verdicts = pairs.map(([question, answer]) => judge(question, answer));
process.stdout.write(JSON.stringify({ read, verdicts }));
