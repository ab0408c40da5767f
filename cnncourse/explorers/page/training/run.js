/** The run: it fetches images and engine when they are wanted, and hands on what is set. */

import { part } from "../core/data.js";
import { unpack } from "./images.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./images.js").Data} Data */
/** @typedef {InstanceType<typeof import("./parts/engine/learner.js").Learner>} Learner */

/** The settings that the engine takes, changed or not, without a new start. */
const TAKEN = [
  "optimizer",
  "learning_rate",
  "momentum",
  "batch_size",
  "images",
  "shift",
  "weight_decay",
  "dropout",
  "validation_shift",
];
/** Those that it begins anew with. */
export const ANEW = ["network", "seed"];
const WRONG = 8; // images

export class Run {
  /**
   * @param {Pick<import("../core/frame.js").Host, "state" | "more">} host
   * @param {(message: any) => void} told is called with every message of the engine
   */
  constructor({ state, more }, told) {
    this.state = state;
    this.more = more;
    this.told = told;
    /** @type {Learner | undefined} */
    this.learner = undefined;
    /** @type {Data | undefined} */
    this.data = undefined;
    /** @type {Promise<Learner> | undefined} */
    this.coming = undefined;
    this.gone = false;
  }

  /** The engine with its images, opened; what went wrong is thrown, and tried again next time. */
  ready() {
    this.coming ??= this.load().catch((error) => {
      this.coming = undefined;
      throw error;
    });
    return this.coming;
  }

  async load() {
    const [payload, { Learner }] = await Promise.all([
      this.more("training"),
      /** @type {Promise<any>} */ (part("engine")),
    ]);
    const data = await unpack(payload);
    if (this.gone) throw new Error("the explorer was taken away");
    this.data = data;
    /** @type {Learner} */
    const learner = new Learner(this.told);
    this.learner = learner;
    this.open();
    return learner;
  }

  /** Begin at step 0, as the settings are now. */
  open() {
    if (!this.learner || !this.data) return;
    const { values } = this.state;
    const { networks, training, validation } = this.data;
    const architecture = networks[values.network];
    const settings = some(values, TAKEN);
    const { seed } = values;
    this.learner.open({ architecture, seed, training, validation, settings, wrong: WRONG });
  }

  /** Hand on what is set now. @param {Values} values @param {string[]} names of what is new
   * @returns {boolean} whether that began anew */
  follow(values, names) {
    if (!this.learner) return false;
    if (names.some((name) => ANEW.includes(name))) {
      this.open();
      return true;
    }
    const changed = names.filter((name) => TAKEN.includes(name));
    if (changed.length) this.learner.set(some(values, changed));
    return false;
  }

  stop() {
    this.gone = true;
    this.learner?.close();
  }
}

/** @param {Values} values @param {string[]} names */
function some(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
