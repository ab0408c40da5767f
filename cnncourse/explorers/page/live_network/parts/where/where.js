/** Where a network looks: over the picture, as a map by itself, and in words. */

import { element, setHidden, setText } from "../../../core/drawing/dom.js";
import { paint } from "../../../core/drawing/paint.js";
import { chooser } from "../../../core/inputs.js";
import { look } from "./looking.js";
import { cover } from "./overlay.js";
import { beside, told } from "./words.js";

/** @typedef {import("./looking.js").Looked} Looked */
/** @typedef {import("../../asked.js").Asked} Asked */
/** @typedef {import("../../run.js").Network} Network */

const CHOICES = { look: "Map", asked: "Class asked about", network: "Network" };
const HIDDEN = "none";
const NOTE =
  "Orange speaks for the class, purple against it, as far as the method shows it; the map by " +
  "itself has the same scale. Each number lies in the middle of what its unit sees.";

export class Where {
  /** @param {HTMLElement} root @param {Asked} asked */
  constructor(root, asked) {
    this.asked = asked;
    this.turn = 0; // of loading: what comes late is not taken
    this.said = "";
    this.share = -1; // of the legend's bar that is above 0
    this.over = element("canvas", { class: "over", "aria-hidden": "true" });
    asked.hand.pad.canvas.after(this.over);
    this.choices = Object.entries(CHOICES).map(([name, label]) => this.choice(name, label));
    this.alone = element("canvas", { "aria-hidden": "true" });
    this.bar = element("canvas", { "aria-hidden": "true" });
    this.ends = ["", ""].map((words) => element("span", { class: "number" }, words));
    this.words = element("p", { class: "found" });
    const legend = element("div", { class: "legend" }, this.ends[0], this.bar, this.ends[1]);
    const caption = element("figcaption", {}, "The map by itself");
    this.figure = element("figure", { class: "alone" }, caption, this.alone, legend);
    const note = element("p", { class: "quiet" }, NOTE);
    const controls = this.choices.map(({ root: one }) => one);
    const chosen = element("div", { class: "chosen-by" }, ...controls, this.figure);
    this.box = element("div", {}, chosen, this.words, note);
    root.append(this.box);
  }

  /** @param {string} name @param {string} label */
  choice(name, label) {
    const { state } = this.asked.host;
    const { classes } = /** @type {Network} */ (this.network("B"));
    const answers = ["What it answers", ...classes];
    /** @type {[value: string, words: string][]} */
    const all = this.options(name).map(({ value, label: words }, i) => [
      value,
      words ?? answers[i],
    ]);
    return chooser({
      label,
      options: all.filter(([value]) => value !== HIDDEN),
      set: (/** @type {string} */ value) => state.set({ [name]: value }),
      stem: name,
      attributes: { "data-where": name },
    });
  }

  draw() {
    const { values } = this.asked.host.state;
    const hidden = values.look === HIDDEN;
    for (const one of [this.box, this.over]) setHidden(one, hidden);
    if (hidden) this.said = "";
    else this.follow(values);
  }

  /** @param {import("../../../core/settings.js").Values} values */
  async follow(values) {
    Object.keys(CHOICES).forEach((name, i) => {
      const { select, show } = this.choices[i];
      if (select.value !== values[name]) show(values[name]);
    });
    this.turn += 1;
    const { turn } = this;
    try {
      const network = this.network(values.network);
      const given = network instanceof Promise ? await network : network;
      if (turn === this.turn) this.show(given);
    } catch (error) {
      this.tell(/** @type {Error} */ (error).message);
    }
  }

  /** The network that is looked into, as soon as it is there; one's own comes before that which is
   * set. @param {string} name @returns {Network | Promise<Network>} */
  network(name) {
    const { inside, host, take } = this.asked;
    const { now, owned } = inside?.networks ?? {};
    if (now && (owned || now.key === name)) return now;
    const { networks } = /** @type {any} */ (host.state.description).constants;
    if (name === "B") return take(host.data.weights[networks[0]]);
    return host.more(name.toLowerCase()).then(take);
  }

  /** @param {Network} network */
  show(network) {
    const { host, run } = this.asked;
    const { look: method, asked } = host.state.values;
    const { frame_image: frame } = host.results();
    const wanted = this.options("asked").findIndex(({ value }) => value === asked) - 1;
    const found = look(network, frame, run(frame, network).logits, method, wanted);
    const name = this.options("look").find(({ value }) => value === method)?.label;
    this.picture(found);
    this.tell(told(found, name ?? method, network));
  }

  /** What a setting may be. @param {string} name */
  options(name) {
    const { settings } = this.asked.host.state.description;
    return settings.find((one) => one.name === name)?.options ?? [];
  }

  /** @param {Looked} found */
  picture(found) {
    for (const one of [this.figure, this.over]) setHidden(one, Boolean(found.problem));
    if (found.problem) return;
    const { placed, map } = found;
    const [low, high] = [Math.min(...map.data, 0), Math.max(...map.data, 0)];
    const most = Math.max(-low, high);
    const [height, width] = placed.shape;
    cover(this.over, placed, most);
    const scale = { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    paint(this.alone, height, width, (at) => placed.data[at], scale);
    const share = high > low ? high / (high - low) : 0; // where the bar's colours change
    if (share !== this.share) {
      paint(this.bar, 1, 64, (at) => low + ((high - low) * at) / 63, scale);
    }
    this.share = share;
    [low, high].forEach((end, i) => setText(this.ends[i], beside(end, most)));
  }

  /** Say it in the page, and, once the hand rests, aloud. @param {string} words */
  tell(words) {
    setText(this.words, words);
    if (words === this.said) return;
    this.said = words;
    this.asked.host.say(words);
  }
}
