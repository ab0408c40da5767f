/** The training explorer's page: buttons, curves, and what the network looks like inside. */

import { part } from "../core/data.js";
import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { idleAll } from "../core/drawing/idle.js";
import { count } from "../core/format.js";
import { History } from "../core/history.js";
import { rangeInput } from "../core/inputs.js";
import { ANSWERS } from "./answers.js";
import { Course } from "./course.js";
import { CurveCharts } from "./curves.js";
import { Kernels } from "./kernels.js";
import { RangeTest } from "./rates.js";
import { PRESETS, presetOf } from "./results.js";
import { Run } from "./run.js";
import { measuredWords, placeWords, runWords } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./parts/looks/looks.js").Looks} Looks */

const BETWEEN = 32; // milliseconds at least between two drawings
const NEAR = "50%"; // of the screen: how far from being seen it is at work
const BEYOND = "What lies beyond stays until a step is taken from here.";
const LOADING = "Loading 5,000 training and 1,000 validation images …";

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = element("button", { type: "button" }, words);
  made.addEventListener("click", act);
  return made;
}

export class View {
  /** @param {import("../core/frame.js").Host} host */
  constructor(host) {
    this.host = host;
    this.state = host.state;
    this.course = new Course();
    this.charts = new CurveCharts();
    this.kernels = new Kernels();
    this.run = new Run(host, (message) => this.told(message));
    this.points = [0];
    /** The step that is gone to, until the engine has answered. @type {number | null} */
    this.wanted = null;
    this.busy = "";
    this.running = false;
    /** Whether anybody has asked for a step: what comes of itself is not spoken of. */
    this.acted = false;
    this.asked = 0;
    this.drawnAt = 0;
    /** @type {Looks | undefined} */
    this.looks = undefined;
    this.history = new History(
      host,
      Object.keys(host.state.values).filter((n) => n !== "image"),
    );
    this.rates = new RangeTest((rate) =>
      this.history.take({ learning_rate: rate }, `Learning rate ${rate}.`),
    );
    this.sentence = element("p", { class: "sentence" });
    this.presets = Object.entries(PRESETS).map(([name, { label }]) => {
      const made = button(label, () => this.preset(name));
      made.dataset.preset = name;
      return made;
    });
    this.play = button("▶ Run", () => (this.running ? this.pause() : this.act("run")));
    this.play.classList.add("play");
    this.keeps = button("Keep this curve", () => this.keep());
    const set = (/** @type {number} */ index) => this.goBack(index);
    this.back = rangeInput({ label: "Back to step", low: 0, high: 0, step: 1, set });
    this.range = button("Range test", () => this.act("range"));
    this.said = element("p", { class: "note", role: "status", hidden: true });
    this.where = element("p", { class: "where" });
    this.place = element("div", { class: "looks" });
    this.build();
    // Loaded when it is about to be seen; what nobody is about to see does not go on.
    this.near = new IntersectionObserver(
      (seen) => (seen[seen.length - 1].isIntersecting ? this.ready() : this.pause()),
      { rootMargin: NEAR },
    );
    this.near.observe(host.root);
    queueMicrotask(() => this.offer()); // the controls are made after the drawing
  }

  /** Offer the examples of which every setting has a control here: others would set what cannot be
   * seen, nor taken back by hand. */
  offer() {
    const box = /** @type {HTMLElement} */ (this.host.root.closest(".explorer"));
    const made = [...box.querySelectorAll("[data-control]")];
    const inPage = made.map((one) => /** @type {HTMLElement} */ (one).dataset.control);
    const shown = box.dataset.controls?.split(" ") ?? inPage;
    for (const one of shown.length ? this.presets : []) {
      const { settings } = PRESETS[one.dataset.preset ?? ""];
      one.hidden = Object.keys(settings).some((name) => !shown.includes(name));
    }
    // Where no optimizer is chosen, the chapter has no word of range tests yet.
    this.range.hidden = shown.length > 0 && !shown.includes("optimizer");
  }

  build() {
    const presets = element("div", { class: "row", role: "group", "aria-label": "Examples" });
    presets.append(...this.presets);
    const buttons = element("div", { class: "row", role: "group", "aria-label": "Learning" });
    buttons.append(
      this.play,
      button("Step", () => this.act("step")),
      button("One epoch", () => this.act("epoch")),
      button("Start again", () => this.again("Back at step 0.")),
      this.range,
      this.keeps,
      this.history.root,
    );
    this.back.root.classList.add("back");
    const { root } = this.host;
    root.append(presets, this.sentence, buttons, this.back.root, this.said);
    root.append(this.where, this.charts.root, this.rates.root, this.place);
  }

  /** Images, engine and pictures, once; what went wrong is said. */
  async ready() {
    try {
      if (!this.run.learner) this.tell(LOADING);
      const learner = await this.run.ready();
      if (!this.looks) await this.look();
      this.tell(
        learner.inPage ? "No worker may run in this page: it learns in the page itself." : "",
      );
      return learner;
    } catch (error) {
      this.tell(/** @type {Error} */ (error).message);
      return undefined;
    }
  }

  async look() {
    const { Looks, style } = /** @type {any} */ (await part("looks"));
    if (this.looks) return;
    const { data, learner } = this.run;
    const look = (/** @type {Uint8Array} */ image) => learner?.look(image);
    const { state, say, root } = this.host;
    const looks = /** @type {Looks} */ (
      new Looks({ state, say, data, look, root, kernels: this.kernels.root })
    );
    this.looks = looks;
    /** @type {ShadowRoot} */ (root.getRootNode()).append(element("style", {}, style));
    this.place.append(looks.root);
    looks.show();
  }

  /** @param {string} words */
  tell(words) {
    this.said.hidden = !words;
    setText(this.said, words);
  }

  /** @param {"run" | "step" | "epoch" | "range"} what */
  async act(what) {
    this.acted = true;
    const learner = await this.ready();
    if (!learner) return;
    learner[what]();
  }

  pause() {
    if (this.busy) this.run.learner?.pause();
  }

  /** Begin anew. @param {string} words */
  again(words) {
    this.acted = true;
    this.pause();
    this.clear();
    this.run.open();
    this.host.say(words);
  }

  clear() {
    this.course = new Course();
    this.rates.forget();
    this.points = [0];
    this.wanted = null;
    this.busy = "";
    this.running = false;
    this.ask();
  }

  /** @param {string} name */
  preset(name) {
    const label = PRESETS[name].label;
    this.history.take(presetOf(name), `${label}.`);
    this.again(`${label}. ${PRESETS[name].words}`);
  }

  keep() {
    const { course, charts } = this;
    if (charts.kept) charts.keep(null);
    else {
      const [loss, accuracy] = [course.curves("loss"), course.curves("accuracy")];
      charts.keep({ name: runWords(this.state.values), step: course.step, loss, accuracy });
      this.run.learner?.keep();
    }
    const words = charts.kept ? `Kept: ${charts.kept.name}.` : "The kept curve is gone.";
    setText(this.keeps, charts.kept ? "Forget the kept curve" : "Keep this curve");
    this.host.say(words);
    this.ask();
  }

  /** The steps that the slider goes through: the points, and last the present if it is none. */
  get stops() {
    const { points, course } = this;
    return points.includes(course.step) ? points : [...points, course.step];
  }

  /** Go to a stop; nothing is lost by it before the next step is taken, so that a key may try them
   * one after the other. @param {number} index */
  goBack(index) {
    const { stops, course, wanted } = this;
    const here = wanted === null && stops[index] === course.step;
    if (!this.run.learner || here) return;
    this.acted = true;
    // While it runs, the last is where it stands when it hears of this.
    this.wanted = index < stops.length - 1 ? stops[index] : Number.POSITIVE_INFINITY;
    this.run.learner.back(this.wanted);
    this.showBack();
  }

  showBack() {
    const { stops, course } = this;
    const passed = stops.filter((step) => step <= (this.wanted ?? course.step));
    const index = Math.max(passed.length - 1, 0);
    const words = count(stops[index]);
    setAttributes(this.back.input, { max: stops.length - 1 });
    this.back.show(index, words, `step ${words}`);
  }

  /** @param {any} message of the engine */
  told(message) {
    ANSWERS[message.type]?.(this, message);
    this.ask();
  }

  /** Draw with a later frame of the screen, at most thirty times a second. */
  ask() {
    this.asked ||= requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    this.asked = 0;
    if (now - this.drawnAt < BETWEEN) {
      this.ask();
      return;
    }
    this.drawnAt = now;
    this.draw();
  }

  draw() {
    const { course, running, points } = this;
    setText(this.play, running ? "❚❚ Pause" : "▶ Run");
    const more = course.diverged === null ? "" : measuredWords(course);
    const beyond = course.looking && points[points.length - 1] > course.step ? BEYOND : "";
    setText(this.where, `${placeWords(course)} ${more}${beyond}`);
    this.showBack();
    this.charts.draw(course);
    this.kernels.show();
    this.looks?.draw();
    this.host.root.dispatchEvent(new CustomEvent("run-drawn", { bubbles: true, composed: true }));
  }

  /** What the settings say. @param {{preset: string}} results @param {Values} values
   * @param {string[]} names */
  update({ preset }, values, names) {
    for (const made of this.presets) {
      setAttributes(made, { "aria-pressed": String(made.dataset.preset === preset) });
    }
    setText(this.sentence, PRESETS[preset]?.words ?? "Settings of your own.");
    const adam = values.optimizer === "adam" ? "Adam has its own" : "";
    idleAll(this.host.root, { momentum: adam });
    if (this.run.follow(values, names)) this.clear();
    if (names.includes("image") || names.includes("validation_shift")) this.looks?.show();
  }

  stop() {
    cancelAnimationFrame(this.asked);
    this.near.disconnect();
    this.run.stop();
  }
}
