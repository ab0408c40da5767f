/**
 * The cells of a page at work: run in one Python, edited, and put back as they were printed.
 */

import { button, make } from "./parts/elements.js";
import { keep, keptText } from "./parts/kept.js";
import { Output } from "./parts/output.js";
import { pythonOfPage } from "./python.js";

/** @typedef {import("./start.js").Place} Place */
/** @typedef {import("./editor.js").Editor} Editor */

/** Seconds that a cell may take which is known to end: it and all that it takes are as printed. */
const PRINTED = 120;
const GONE = "What was defined is gone: a cell that is run takes the cells along that it needs.";

/** How far the loading is. @param {import("./python.js").Progress} progress */
function loading({ step, loaded, total }) {
  const mega = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  return `Loading ${step}, once for this page: ${mega(loaded)} of ${mega(total)} MB`;
}

class Cell {
  /** @param {Place} place @param {Cells} all */
  constructor(place, all) {
    this.place = place;
    this.all = all;
    this.printed = place.element?.querySelector(".cell_input pre")?.textContent ?? "";
    /** The text that Python has run last; undefined if none. @type {string | undefined} */
    this.ran = undefined;
    /** @type {Editor | undefined} */
    this.editor = undefined;
    const { element, tools } = place;
    this.output = element && new Output(element, tools);
    this.input = element && /** @type {HTMLElement} */ (element.querySelector(".cell_input"));
    this.box = make("div", { class: "run-editing" });
    this.back = button("Back to the printed", { hidden: "" });
    this.above = button("Run all above", { hidden: "" });
    this.bar = /** @type {HTMLProgressElement} */ (
      make("progress", { hidden: "", "aria-label": "Python is loaded" })
    );
    place.status.before(this.above, this.back, this.bar);
    this.back.addEventListener("click", () => this.restore());
    this.above.addEventListener("click", () => all.runAbove(this));
  }

  get runs() {
    return !this.place.told.lacks;
  }

  /** What runs: one's own text, or what is printed, or what runs of a cell that is not in sight. */
  get text() {
    if (this.editor) return this.editor.text();
    return this.place.told.text ?? this.printed.replace(/\n$/, "");
  }

  get fresh() {
    return this.ran === this.text;
  }

  /** @param {string} words */
  say(words) {
    this.place.status.textContent = words;
  }

  /** What the first button does. @param {"Run" | "Stop"} what */
  offer(what) {
    this.place.run.textContent = what;
    this.place.run.setAttribute("aria-label", `${what} ${this.place.name}`);
  }

  /** Open the editor where the code stands. */
  async edit() {
    const { makeEditor } = await import("./editor.js");
    if (!this.editor && this.input) {
      const id = this.place.told.at;
      this.input.before(this.box);
      const settings = {
        label: `Code of ${this.place.name}`,
        onRun: () => this.all.run(this.place),
        onChange: (/** @type {string} */ text) => keep(id, text),
      };
      this.editor = makeEditor(this.box, keptText(id) ?? this.text, settings);
      this.input.hidden = true;
      this.back.hidden = false;
      this.place.edit.hidden = true;
    }
    this.editor?.focus();
  }

  /** Code and output as they are printed. */
  restore() {
    if (this.editor) {
      this.editor.destroy();
      this.editor = undefined;
      keep(this.place.told.at);
      this.box.remove();
      this.place.edit.hidden = false;
    }
    if (this.input) this.input.hidden = false;
    this.mark(null);
    this.output?.restore();
    this.back.hidden = true;
    this.say("As printed.");
    delete this.place.tools.dataset.state;
    this.place.edit.focus();
  }

  /** Run this cell alone, and return its error. @param {number | undefined} seconds it may take
   * @param {string} [before] what is said of the cells that ran for it */
  async alone(seconds, before = "") {
    const { told } = this.place;
    const text = this.text;
    this.mark(null);
    this.output?.begin();
    this.back.hidden = false;
    this.offer("Stop");
    this.place.tools.dataset.state = "running";
    this.say(`${before}Running …`);
    const onOutput = (/** @type {string} */ words) => this.output?.add(words);
    const filename = `<${told.at}>`;
    const run = await this.all.python.run(text, { filename, onOutput, seconds });
    this.offer("Run");
    this.output?.end(run);
    this.ran = run.ok ? text : undefined;
    this.mark(run.error?.line ?? null);
    const ended = run.ended ? `${run.error?.last} ${GONE}` : "An error: see below.";
    this.say(run.ok ? `${before}Run.` : ended);
    this.place.tools.dataset.state = run.ok ? "run" : "failed";
    return run.error;
  }

  /** Mark the line where an error came from. @param {number | null} line */
  mark(line) {
    this.editor?.mark(line);
    this.input?.querySelector(".run-mark")?.remove();
    if (!line || this.editor) return;
    const pre = /** @type {HTMLElement | null} */ (this.input?.querySelector("pre") ?? null);
    if (!pre) return;
    const height = Number.parseFloat(getComputedStyle(pre).lineHeight);
    const mark = make("span", { class: "run-mark", "aria-hidden": "true" });
    mark.style.top = `${Number.parseFloat(getComputedStyle(pre).paddingTop) + (line - 1) * height}px`;
    mark.style.height = `${height}px`;
    pre.append(mark);
  }
}

export class Cells {
  /** @param {Place[]} places */
  constructor(places) {
    this.python = pythonOfPage();
    this.all = places.map((place) => new Cell(place, this));
    /** @type {Cell | undefined} */
    this.running = undefined;
    this.python.onReplaced.add(() => {
      for (const cell of this.all) cell.ran = undefined;
    });
  }

  /** @param {Place} place */
  cell(place) {
    return /** @type {Cell} */ (this.all.find((one) => one.place === place));
  }

  /** @param {Place} place */
  edit(place) {
    return this.cell(place).edit();
  }

  /** Run a cell and, before it, those above that it needs and that have not run; or stop it.
   * @param {Place} place */
  async run(place) {
    const cell = this.cell(place);
    if (this.running) {
      if (this.running === cell) this.python.stop();
      else {
        cell.say("Another cell is running: stop it, or wait.");
        delete place.tools.dataset.state;
      }
      return;
    }
    await this.asOne(cell, async () => {
      const texts = this.all.map((one) => one.text);
      const at = this.all.indexOf(cell);
      /** @type {number[]} */
      const needed = await this.python.call("cell_names", "needed", [texts, at]);
      await this.inOrder(
        needed.map((above) => this.all[above]),
        cell,
      );
    });
  }

  /** @param {Cell} cell */
  async runAbove(cell) {
    if (this.running) return;
    await this.asOne(cell, () => this.inOrder(this.all.slice(0, this.all.indexOf(cell)), cell));
  }

  /** Run cells that have not run, then the one that was asked for. @param {Cell[]} before @param {Cell} cell */
  async inOrder(before, cell) {
    const written = [...before, cell].some((one) => one.editor);
    const seconds = written ? undefined : PRINTED;
    const unrun = before.filter((one) => !one.fresh && one.text.trim());
    for (const one of unrun) {
      cell.say(`First ${unrun.length === 1 ? "the cell" : `${unrun.length} cells`} above …`);
      const error = await one.alone(seconds);
      if (!error) continue;
      cell.place.tools.dataset.state = "failed";
      cell.say(`A cell above, which this one needs, has an error: ${error.last}`);
      return;
    }
    const many =
      unrun.length === 1
        ? "The cell above that it needs"
        : `${unrun.length} cells above that it needs`;
    await cell.alone(seconds, unrun.length ? `${many} ran first. ` : "");
  }

  /** Do the work of one click, Python being there. @param {Cell} cell @param {() => Promise<void>} work */
  async asOne(cell, work) {
    this.running = cell;
    try {
      cell.bar.hidden = this.python.state !== "absent" && this.python.state !== "starting";
      await this.python.ready((progress) => {
        cell.bar.max = progress.total;
        cell.bar.value = progress.loaded;
        cell.say(loading(progress));
      });
      // With Python comes the editor: from here on no network is needed.
      import("./editor.js").catch(() => {});
      for (const one of this.all) one.above.hidden = !one.runs;
      await work();
    } catch (error) {
      cell.offer("Run");
      cell.place.tools.dataset.state = "failed";
      cell.say(error instanceof Error ? error.message : String(error));
    } finally {
      cell.bar.hidden = true;
      this.running = undefined;
    }
  }
}

/** The cells of a page. @param {Place[]} places */
export async function cellsOf(places) {
  return new Cells(places);
}
