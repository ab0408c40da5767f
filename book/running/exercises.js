/**
 * Exercises with code, written and judged in the page: the stub in an editor, Check, the verdict in
 * the notebook's words, the solution after an attempt. What is written stays in this browser.
 */

import { button, make } from "./parts/elements.js";
import { keep, keptText } from "./parts/kept.js";
import { Ended, pythonOfPage } from "./python.js";
import { save, sourceOfPage, withCode } from "./writing/notebook.js";
import { below, said } from "./writing/verdict.js";

/** @typedef {import("./writing/verdict.js").Verdict} Verdict */
/** What the build tells of an exercise. @typedef {{name: string, chapter: string, start: string}} Told */

const UNKEPT =
  "This browser does not keep what you write: export it before you leave the page, or it is lost.";
const GONE = "What the cells of this page had defined is gone with it.";

/** @param {HTMLElement} section @returns {Told} */
export function told(section) {
  const bytes = Uint8Array.from(atob(section.dataset.question ?? ""), (sign) => sign.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Under which names a text, that it was judged once, and its last verdict are kept.
 * @param {string} name */
const placeOf = (name) => `exercise-${name}`;
/** @param {string} name */
const attemptOf = (name) => `${placeOf(name)}-attempted`;
/** @param {string} name */
const verdictOf = (name) => `${placeOf(name)}-verdict`;

/** The last verdict on a text, if that is what was judged last. @param {string} name
 * @param {string} text @returns {Verdict | undefined} */
function keptVerdict(name, text) {
  try {
    const { judged, verdict } = JSON.parse(keptText(verdictOf(name)) ?? "{}");
    return judged === text ? verdict : undefined;
  } catch {
    return undefined; // somebody else's words under this name
  }
}

class Exercise {
  /**
   * @param {HTMLElement} section @param {Exercises} all
   * @param {typeof import("./editor.js").makeEditor} makeEditor
   */
  constructor(section, all, makeEditor) {
    this.section = section;
    this.all = all;
    this.told = told(section);
    this.printed = /** @type {HTMLElement[]} */ ([
      ...section.querySelectorAll(":scope > div[class*='highlight-'], :scope > .question-note"),
    ]);
    this.solution = /** @type {HTMLElement | null} */ (section.querySelector(".question-solution"));
    this.status = make("p", { class: "question-status", role: "status" });
    this.result = make("div", { class: "written-result" });
    this.check = button("Check", { class: "question-check" });
    this.again = button("Start again", {});
    this.bar = /** @type {HTMLProgressElement} */ (
      make("progress", { hidden: "", "aria-label": "Python is loaded" })
    );
    this.box = make("div", { class: "written" });
    const label = `Your code for ${this.told.name.replaceAll("-", " ")}`;
    this.box.append(
      make("div", { class: "question-row" }, [this.check, this.again, this.bar]),
      this.status,
      this.result,
    );
    (this.printed[0] ?? this.solution)?.before(this.box);
    const home = make("div");
    this.box.prepend(home);
    this.editor = makeEditor(home, keptText(placeOf(this.told.name)) ?? this.told.start, {
      label,
      onRun: () => this.judge(),
      onChange: (text) => this.changed(text),
    });
    for (const one of this.printed) one.hidden = true;
    this.check.addEventListener("click", () => this.judge());
    this.again.addEventListener("click", () => this.restart());
    const verdict = keptVerdict(this.told.name, this.editor.text());
    if (verdict) this.show(verdict);
  }

  /** @param {string} words */
  say(words) {
    this.status.textContent = words;
  }

  /** Keep what is written; the first time that this fails, say so. @param {string} text */
  changed(text) {
    const own = text === this.told.start ? undefined : text;
    this.all.kept(keep(placeOf(this.told.name), own));
    delete this.section.dataset.status;
  }

  /** Take over what another tab of this page has written: there one types, not here. */
  follow() {
    const text = keptText(placeOf(this.told.name)) ?? this.told.start;
    if (text === this.editor.text() || this.all.judging === this) return;
    this.editor.setText(text);
    this.clear();
    this.say("Changed in another tab of this page.");
  }

  /** The stub again, as if nothing had been written. */
  restart() {
    this.editor.setText(this.told.start);
    this.clear();
    this.editor.focus();
  }

  clear() {
    this.editor.mark(null);
    this.result.replaceChildren();
    this.say("");
    delete this.section.dataset.status;
  }

  /** Load Python, if this is the first time, and have the code judged; or stop it. */
  async judge() {
    const { python } = this.all;
    if (this.all.judging) {
      if (this.all.judging === this) python.stop();
      else this.say("Another exercise is being checked: wait for it.");
      return;
    }
    this.all.judging = this;
    this.clear();
    try {
      await this.loaded();
      this.check.textContent = "Stop";
      this.say("Checking …");
      const { name, chapter } = this.told;
      const judged = this.editor.text();
      const asked = [name, judged, chapter];
      const verdict = await python.call("cnncourse.exercises.written", "judged", asked);
      keep(verdictOf(name), JSON.stringify({ judged, verdict }));
      this.show(verdict);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.say(error instanceof Ended ? `${words} ${GONE}` : words);
    } finally {
      this.check.textContent = "Check";
      this.bar.hidden = true;
      this.all.judging = undefined;
    }
  }

  async loaded() {
    await this.all.python.ready(({ step, loaded, total }) => {
      this.bar.hidden = false;
      this.bar.max = total;
      this.bar.value = loaded;
      const mega = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
      this.say(`Loading ${step}, once for this page: ${mega(loaded)} of ${mega(total)} MB`);
    });
    this.bar.hidden = true;
  }

  /** @param {Verdict} verdict */
  show(verdict) {
    this.say(said(verdict));
    this.section.dataset.status = verdict.status;
    this.result.replaceChildren(...below(verdict));
    this.editor.mark(verdict.line);
    if (!verdict.attempted) return;
    keep(attemptOf(this.told.name), "yes");
    if (this.solution) this.solution.hidden = false;
  }
}

class Exercises {
  constructor() {
    this.python = pythonOfPage();
    /** @type {Map<HTMLElement, Exercise>} */
    this.open = new Map();
    /** The one that is being checked. @type {Exercise | undefined} */
    this.judging = undefined;
    this.said = make("p", { role: "status" });
    this.warned = make("p", { role: "alert", class: "written-warning" });
    this.names = [...document.querySelectorAll("[data-question][data-kind='notebook']")].map(
      (one) => told(/** @type {HTMLElement} */ (one)).name,
    );
    this.place();
    addEventListener("storage", () => {
      for (const one of this.open.values()) one.follow();
    });
  }

  /** Put the buttons that export and forget below the page's last question, or to those that stand
   * there for its answers: what is kept is told once. */
  place() {
    const out = button("Export my code as a notebook");
    const drop = button("Forget my code");
    out.addEventListener("click", () => this.export());
    drop.addEventListener("click", () => this.forget());
    const buttons = [...(sourceOfPage() ? [out] : []), drop];
    const answers = document.querySelector(".question-tools");
    const words = answers?.querySelector("p");
    if (answers && words) {
      words.textContent =
        "Your answers, and the code that you write, are remembered by this browser alone.";
      [...answers.querySelectorAll("button")].at(-1)?.after(...buttons);
      answers.append(this.said, this.warned);
      return;
    }
    const alone = "The code that you write into exercises is kept by this browser alone.";
    const tools = make("div", { class: "question-tools" }, [make("p", {}, [alone]), ...buttons]);
    tools.append(this.said, this.warned);
    [...document.querySelectorAll("[data-question]")].at(-1)?.after(tools);
  }

  /** @param {boolean} well whether what was written could be kept */
  kept(well) {
    const words = well ? "" : UNKEPT;
    if (this.warned.textContent !== words) this.warned.textContent = words;
  }

  /** What is written on this page, by the exercises' names. */
  written() {
    const open = [...this.open.values()].map((one) => [one.told.name, one.editor.text()]);
    const kept = this.names.map((name) => [name, keptText(placeOf(name)) ?? ""]);
    return new Map(/** @type {[string, string][]} */ ([...kept, ...open]));
  }

  async export() {
    try {
      const home = new URL(sourceOfPage() ?? "", location.href);
      const answer = await fetch(home);
      if (!answer.ok) throw new Error(`${home.pathname} is not there (${answer.status})`);
      save(withCode(await answer.text(), this.written()), home.pathname.split("/").at(-1) ?? "");
      this.said.textContent = "Saved as the chapter's notebook. Nothing was sent anywhere.";
    } catch (error) {
      this.said.textContent = `The notebook could not be read: ${error instanceof Error ? error.message : error}`;
    }
  }

  forget() {
    for (const name of this.names) {
      keep(attemptOf(name));
      keep(verdictOf(name));
      this.kept(keep(placeOf(name)));
    }
    for (const one of this.open.values()) {
      one.editor.setText(one.told.start);
      one.clear();
    }
    this.said.textContent = "Your code for the exercises of this page is forgotten.";
  }
}

/** @type {Exercises | undefined} */
let all;

/** The page's exercises; the first call puts their tools into the page. */
export function exercisesOfPage() {
  all ??= new Exercises();
  return all;
}

/** Open an exercise's editor and go to it. @param {HTMLElement} section */
export async function write(section) {
  const { makeEditor } = await import("./editor.js");
  const page = exercisesOfPage();
  const one = page.open.get(section) ?? new Exercise(section, page, makeEditor);
  page.open.set(section, one);
  one.editor.focus();
}
