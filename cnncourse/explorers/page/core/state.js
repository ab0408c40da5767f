/** What an explorer is set to, and who wants to know when it changes. */

import { accept, same } from "./settings.js";

/**
 * @typedef {import("./settings.js").Description} Description
 * @typedef {import("./settings.js").Values} Values
 */

/** Whether a link tells a setting: a picture of the reader's own stays in the page.
 * @param {string} name */
const told = (name) => name !== "own_picture";

export class State {
  /**
   * @param {Description} description
   * @param {Values} values one for every setting, already checked
   */
  constructor(description, values) {
    this.description = description;
    /** @type {Readonly<Values>} */
    this.values = Object.freeze({ ...values });
    this.initial = this.values;
    /** @type {Set<(names: string[]) => void>} */
    this.listeners = new Set();
    /** One move of a hand on a control that is not the page's: the same object until it ends.
     * @type {object | null} */
    this.hand = null;
  }

  /**
   * Take what is acceptable of `changes`; tell the listeners which settings are new.
   * @param {Values} changes
   * @returns {string[]} the names whose value was refused
   */
  set(changes) {
    const refused = [];
    /** @type {Values} */
    const taken = {};
    for (const [name, raw] of Object.entries(changes)) {
      const setting = this.description.settings.find((one) => one.name === name);
      const value = setting && accept(setting, raw);
      if (value === undefined) refused.push(name);
      else if (!same(value, this.values[name])) taken[name] = value;
    }
    if (Object.keys(taken).length) {
      this.values = Object.freeze({ ...this.values, ...taken });
      for (const listener of [...this.listeners]) listener(Object.keys(taken));
    }
    return refused;
  }

  /** Whether anything is set otherwise than at first. */
  get moved() {
    const { values, initial } = this;
    return Object.keys(values).some((name) => told(name) && !same(values[name], initial[name]));
  }

  /** The settings that are not at their default, or not as at first: the page may have given
   * another value, and who moved it to the default means that. @returns {Values} */
  changed() {
    const { description, values, initial } = this;
    const moved = description.settings.filter(
      ({ name, default: usual }) =>
        told(name) && (!same(values[name], usual) || !same(values[name], initial[name])),
    );
    return Object.fromEntries(moved.map(({ name }) => [name, values[name]]));
  }

  /**
   * Call `listener` with the names of the settings that changed, until it is let go.
   * @param {(names: string[]) => void} listener
   * @returns {() => void} lets go
   */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
