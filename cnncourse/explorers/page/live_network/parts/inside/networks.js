/** Which network is looked into: one of the page's, or one's own from a file. */

import { element, setText } from "../../../core/drawing/dom.js";
import { percent } from "../../../core/format.js";
import { chooser } from "../../../core/inputs.js";

/** @typedef {import("../../run.js").Network & {key: string, told: string}} Chosen
 *   told: what it is, in words */
/** @typedef {import("./inside.js").Given} Given */

const OWN = "own";
const FILE =
  "Or one of your own: choose or drop a file that weights.save wrote (.safetensors). It is read " +
  "in this page and goes nowhere; a link does not carry it.";

export class Networks {
  /** @param {Given} given @param {(network: Chosen) => void} use */
  constructor(given, use) {
    this.given = given;
    this.use = use;
    /** One's own, if there is one. @type {Chosen | null} */
    this.own = null;
    /** The one in use. @type {Chosen | null} */
    this.now = null;
    this.turn = 0; // of loading: what comes late is not taken
    const { settings } = given.state.description;
    const { options = [] } = settings.find(({ name }) => name === "network") ?? {};
    this.choice = chooser({
      label: "Network",
      options: options.map(({ value, label }) => [value, label]),
      set: (name) => this.choose(name),
      stem: "network",
    });
    const input = element("input", { type: "file", accept: ".safetensors", hidden: true });
    input.addEventListener("change", () => {
      if (input.files?.[0]) this.open(input.files[0]);
      input.value = "";
    });
    const button = element("button", { type: "button" }, "Open a file of weights …");
    button.addEventListener("click", () => input.click());
    this.note = element("p", { class: "note", role: "status", hidden: true });
    const row = element("div", { class: "row network" }, this.choice.root, button, input);
    this.root = element("div", {}, row, element("p", { class: "quiet" }, FILE), this.note);
  }

  /** Say what is wrong or going on; nothing where words are empty. @param {string} words */
  tell(words) {
    this.note.hidden = !words;
    setText(this.note, words);
  }

  /** Whether one's own is in use. */
  get owned() {
    return this.now?.key === OWN;
  }

  /** Someone chose another network. @param {string} name */
  choose(name) {
    if (name === OWN) return this.take(/** @type {Chosen} */ (this.own));
    this.given.state.set({ network: name });
    return this.settle();
  }

  /** Take the network that is set, as soon as it is there. */
  async settle() {
    const { state, data, more, first, take } = this.given;
    const { network: name } = state.values;
    if (this.now?.key === name) return;
    this.turn += 1;
    const { turn } = this;
    try {
      if (name !== "B") this.tell("Loading …");
      const entry = name === "B" ? data.weights[first] : await more(name.toLowerCase());
      if (turn !== this.turn) return;
      const right = percent(entry.test_accuracy);
      const told = `trained on Fashion-MNIST, right on ${right} of its test images`;
      this.take({ ...take(entry), key: name, told });
    } catch (error) {
      this.tell(`${/** @type {Error} */ (error).message}.`);
    }
  }

  /** A network of one's own. @param {File} file */
  async open(file) {
    this.turn += 1;
    this.tell(`Reading ${file.name} …`);
    try {
      const image = this.given.now().frame_image.shape;
      const { readNetwork } = await this.given.bring("weightfile");
      const { spec, weights } = await readNetwork(file, [...image, 1]);
      this.own = { spec, weights, classes: [], key: OWN, told: `from ${file.name}` };
    } catch (error) {
      return this.tell(`${file.name}: ${/** @type {Error} */ (error).message}`);
    }
    const { select } = this.choice;
    const known = Array.from(select.options).find(({ value }) => value === OWN);
    const words = `${this.own.spec.name}, your own`;
    if (known) known.text = words;
    else select.append(element("option", { value: OWN }, words));
    this.take(this.own);
  }

  /** @param {Chosen} network */
  take(network) {
    this.tell("");
    this.now = network;
    this.choice.show(network.key);
    this.use(network);
  }
}
