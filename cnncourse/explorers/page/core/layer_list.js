/** A list of layers to add to, change, reorder and shorten. */

import { element } from "./drawing/dom.js";

/**
 * @typedef {"up" | "down" | "duplicate" | "after" | "remove"} Act what a button does
 * @typedef {"add" | "turn" | "move" | "duplicate" | "remove" | "mend"} Step
 * @typedef {{root: HTMLElement, part: (part: string) => HTMLElement | undefined}} Row
 *   part: what takes the focus when it is asked for by this name
 * @typedef {{
 *   layers: () => any[],
 *   names: () => string[],
 *   most: number,
 *   take: (layers: any[], words: string, step: Step) => boolean,
 *   set: (layers: any[]) => void,
 *   makeRow: (at: number) => Row,
 * }} Hands layers and names are those of now, though they may not be drawn yet: a change starts from
 *   them; take is for a whole step, draws it at once and tells whether it changed anything; set is
 *   for a slider on its way
 */

export class LayerList {
  /**
   * @param {Hands} hands
   * @param {string} kind the class of the list
   */
  constructor(hands, kind) {
    this.hands = hands;
    /** The layer that was worked on last. */
    this.open = 0;
    /** @type {Row[]} */
    this.rows = [];
    /** Where the focus goes once the list is drawn. @type {{at: number, part: string} | null} */
    this.next = null;
    this.list = element("ol", { class: kind });
    /** What takes the focus where no layer is left. @type {HTMLElement | null} */
    this.adder = null;
  }

  get layers() {
    return this.hands.layers();
  }

  get full() {
    return this.layers.length >= this.hands.most;
  }

  /** @param {number} at */
  name(at) {
    return this.hands.names()[at];
  }

  /**
   * Change the list; the focus goes to a part of the row at `open`.
   * @param {any[]} layers
   * @param {string} words
   * @param {number} open
   * @param {string} part
   * @param {Step} step
   */
  step(layers, words, open, part, step) {
    this.open = open;
    this.next = { at: open, part };
    // Two equal layers change places without a change of the network.
    if (!this.hands.take(layers, words, step)) this.update();
  }

  /** @param {number} at @param {any} layer @param {string} part */
  insert(at, layer, part) {
    if (this.full) return;
    this.step(inserted(this.layers, at, layer), `Added layer ${at + 1}.`, at, part, "add");
  }

  /** @param {number} at */
  duplicate(at) {
    if (this.full) return;
    const layers = inserted(this.layers, at + 1, this.layers[at]);
    this.step(layers, `Duplicated ${this.name(at)}.`, at + 1, "duplicate", "duplicate");
  }

  /** @param {number} at */
  remove(at) {
    const rest = without(this.layers, at);
    const next = Math.min(at, rest.length - 1);
    this.step(rest, `Removed ${this.name(at)}.`, next, "remove", "remove");
  }

  /** @param {number} from @param {number} to @param {string} part keeps the focus */
  move(from, to, part) {
    const { layers } = this;
    if (to < 0 || to >= layers.length) return;
    const words = `Moved ${this.name(from)} to place ${to + 1} of ${layers.length}.`;
    const moved = inserted(without(layers, from), to, layers[from]);
    this.step(moved, words, to, part, "move");
  }

  /** Put another layer in one's place, as a slider does. @param {number} at @param {any} layer */
  change(at, layer) {
    this.hands.set(replaced(this.layers, at, layer));
  }

  /** Open a layer, or close the one that is open. @param {number} at */
  toggle(at) {
    this.open = this.open === at ? -1 : at;
    this.update();
  }

  /** Draw the layers as they are now. */
  update() {
    this.fit();
    this.drawn();
  }

  /** Make as many rows as there are layers. */
  fit() {
    const { length } = this.layers;
    if (this.open >= length) this.open = length - 1;
    while (this.rows.length < length) {
      const row = this.hands.makeRow(this.rows.length);
      this.rows.push(row);
      this.list.append(row.root);
    }
    while (this.rows.length > length) this.rows.pop()?.root.remove();
  }

  /** To be called once all is drawn: the focus follows the layer. */
  drawn() {
    if (!this.next) return;
    const { at, part } = this.next;
    this.next = null;
    const row = this.rows[at];
    (row ? row.part(part) : this.adder)?.focus();
  }
}

/** @param {any[]} layers @param {number} at @param {any} layer */
export function inserted(layers, at, layer) {
  return [...layers.slice(0, at), layer, ...layers.slice(at)];
}

/** @param {any[]} layers @param {number} at */
export function without(layers, at) {
  return layers.filter((_, i) => i !== at);
}

/** @param {any[]} layers @param {number} at @param {any} layer */
export function replaced(layers, at, layer) {
  return layers.map((one, i) => (i === at ? layer : one));
}

/**
 * The buttons of the layer at a place.
 * @param {LayerList} list
 * @param {number} at
 * @param {Partial<Record<Act, () => void>>} more what "after" does, for instance
 */
export function layerButtons(list, at, more = {}) {
  /** @type {{[act: string]: [words: string, name: string, does: () => void]}} */
  const acts = {
    up: ["↑", "Move NAME up", () => list.move(at, at - 1, "up")],
    down: ["↓", "Move NAME down", () => list.move(at, at + 1, "down")],
  };
  if (more.duplicate) acts.duplicate = ["Duplicate", "Duplicate NAME", more.duplicate];
  if (more.after) acts.after = ["Add after", "Add after NAME", more.after];
  acts.remove = ["Remove", "Remove NAME", () => list.remove(at)];
  /** @type {{[act: string]: HTMLButtonElement}} */
  const buttons = {};
  for (const [act, [words, , does]] of Object.entries(acts)) {
    buttons[act] = element("button", { type: "button" }, words);
    buttons[act].addEventListener("click", does);
  }
  return {
    buttons,
    /** @param {string} name @param {number} count of the layers in its list
     * @param {number} [place] in that list */
    tell(name, count, place = at) {
      for (const [act, [, words]] of Object.entries(acts)) {
        buttons[act].setAttribute("aria-label", words.replace("NAME", name));
      }
      // aria-disabled and not disabled: a button that goes dead would lose the focus.
      buttons.up.setAttribute("aria-disabled", String(place === 0));
      buttons.down.setAttribute("aria-disabled", String(place === count - 1));
    },
  };
}
