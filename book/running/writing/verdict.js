/** A verdict in the page: the words that a notebook says, as text. */

import { make } from "../parts/elements.js";

/** What `cnncourse.exercises.written.judged` returns.
 * @typedef {{status: string, words: string, misconception: string, shown: string, printed: string,
 *   line: number | null, attempted: boolean}} Verdict */

/** As the questions that a page judges by itself say it. @type {Record<string, string>} */
const SAID = {
  right: "Right:",
  wrong: "Not right:",
  "cannot be judged": "Cannot be judged:",
  "not attempted": "Not attempted:",
};

/** @param {Verdict} verdict */
export function said({ status, words }) {
  if (!words) return (SAID[status] ?? status).replace(":", ".");
  return `${SAID[status] ?? status} ${/[.?!]$/.test(words) ? words : `${words}.`}`;
}

/** What stands below the words: the case that was tried, and what the code printed.
 * @param {Verdict} verdict */
export function below({ shown, printed }) {
  /** @type {[string, string][]} */
  const texts = [
    ["What was tried", shown],
    ["What your code printed", printed],
  ];
  return texts.flatMap(([name, text]) => {
    if (!text.trim()) return [];
    const whole = make("pre", { tabindex: "0", role: "region", "aria-label": name }, [text]);
    return name === "What was tried" ? [whole] : [make("p", {}, [`${name}:`]), whole];
  });
}
