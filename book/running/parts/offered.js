/** Offers each exercise with code to be written in the page; nothing is loaded before a click. */

import { button, make } from "./elements.js";
import { keptText } from "./kept.js";

/** Under which name an exercise's code is kept. @param {HTMLElement} section */
const placeOf = (section) => section.id.replace("question-", "exercise-");

/**
 * @param {URL} home where the other scripts lie
 * @param {string} refusal why they cannot be loaded from here; empty where they can
 */
export function offerExercises(home, refusal) {
  const load = () => import(new URL("exercises.js", home).href);
  const sections = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll("[data-question][data-kind='notebook']"),
  ]);
  for (const section of sections) offer(section, refusal, load);
  // What was written before can be exported and forgotten at once.
  if (refusal || !sections.some((one) => keptText(placeOf(one)))) return;
  load().then(
    (module) => module.exercisesOfPage(),
    () => {}, // said where a reader asks for it
  );
}

/** @param {HTMLElement} section @param {string} refusal @param {() => Promise<any>} load */
function offer(section, refusal, load) {
  const words = keptText(placeOf(section)) ? "Go on with your code" : "Write it here";
  const start = button(words, { class: "question-check" });
  const status = make("p", { class: "run-status", role: "status" });
  // Beside the button that gives hints, where there is one.
  const hints = section.querySelector(":scope > .question-row");
  const row = hints ?? make("div", { class: "question-row" });
  row.prepend(start);
  row.append(status);
  if (!hints) section.querySelector(":scope > .question-solution")?.before(row);
  if (!row.isConnected) section.append(row);
  if (refusal) {
    start.addEventListener("click", () => {
      status.textContent = refusal;
    });
    return;
  }
  const solution = /** @type {HTMLElement | null} */ (
    section.querySelector(":scope > .question-solution")
  );
  // As for the questions that the page judges by itself: after an attempt.
  if (solution) solution.hidden = !keptText(`${placeOf(section)}-attempted`);
  start.addEventListener("click", async () => {
    status.textContent = "The editor is loaded …";
    try {
      await (await load()).write(section);
      start.remove();
      status.remove();
      if (!hints) row.remove();
    } catch (error) {
      if (solution) solution.hidden = false;
      status.textContent = `This could not be loaded: ${error instanceof Error ? error.message : error}`;
    }
  });
}
