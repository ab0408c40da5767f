/**
 * Puts Run and Edit under the cells that can run in the page, and says of the others what they need;
 * offers exercises with code to be written in the page.
 *
 * This is all that a page loads before a reader asks: Python, NumPy, the course's package and the
 * editor come with the first click.
 */

import { button, make } from "./parts/elements.js";
import { keptText } from "./parts/kept.js";
import { offerExercises } from "./parts/offered.js";

/** What the build tells of a cell: `text` is what runs of one that is not in sight.
 * @typedef {{at: string, lacks?: string, text?: string}} Told */
/** A cell in the page. @typedef {{told: Told, name: string, element: HTMLElement | null,
 *   tools: HTMLElement, run: HTMLButtonElement, edit: HTMLButtonElement, status: HTMLElement}} Place */

const FROM_DISK =
  "From the disk, browsers do not let a page load Python: run make serve, and open the address that it names.";
const home = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);
const stored = document.getElementById("running-cells");
/** @type {Told[]} */
const all = JSON.parse(stored?.textContent ?? "[]");
const colab = /** @type {HTMLAnchorElement | null} */ (
  document.querySelector('a[href^="https://colab.research.google.com/"]')
);
/** @type {Promise<any> | undefined} */
let cells;

/** Load what runs cells, once. */
function loaded() {
  cells ??= import(new URL("cells.js", home).href).then((module) => module.cellsOf(places));
  return cells;
}

/** @param {Place} place @param {"run" | "edit"} what */
async function ask(place, what) {
  if (location.protocol === "file:") {
    place.status.textContent = FROM_DISK;
    return;
  }
  if (what === "run") place.tools.dataset.state = "asked";
  try {
    await (await loaded())[what](place);
  } catch (error) {
    cells = undefined;
    place.status.textContent = `This could not be loaded: ${error instanceof Error ? error.message : error}`;
  }
}

/** What the page has already said that it has not. @type {Set<string>} */
const refused = new Set();

/** Say what a cell needs, in full the first time. @param {HTMLElement} input @param {string} lacks */
function refuse(input, lacks) {
  const again = refused.has(lacks);
  refused.add(lacks);
  const words = again ? `Needs ${lacks}` : `Needs ${lacks}, which this page has not`;
  const where = again ? "open Colab" : "open the chapter on Colab";
  const link = colab && make("a", { href: colab.href }, [where]);
  input.after(make("p", { class: "run-note" }, link ? [`${words}: `, link, "."] : [`${words}.`]));
}

/** How many cells of this page can be run. */
let count = 0;

/** @param {Told} told @returns {Place} */
function placeOf(told) {
  const element = document.getElementById(told.at);
  const input = /** @type {HTMLElement | null} */ (
    element?.querySelector(":scope .cell_input") ?? null
  );
  if (input && !told.lacks) count += 1;
  const name = `cell ${count}`;
  const run = button("Run", { "aria-label": `Run ${name}` });
  const edit = button("Edit", { "aria-label": `Edit ${name}` });
  const status = make("p", { class: "run-status", role: "status" });
  const tools = make("div", { class: "run-tools" }, [run, edit, status]);
  const place = { told, name, element: input ? element : null, tools, run, edit, status };
  if (!input || told.lacks === "shell") return place;
  if (told.lacks) {
    refuse(input, told.lacks);
    return place;
  }
  if (keptText(told.at)) status.textContent = "You have changed this cell before: Edit shows how.";
  run.addEventListener("click", () => ask(place, "run"));
  edit.addEventListener("click", () => ask(place, "edit"));
  input.after(tools);
  return place;
}

const places = all.map(placeOf);
offerExercises(home, location.protocol === "file:" ? FROM_DISK : "");
