/** The explorers in a page: `<cnncourse-explorer name="output-size" state='{"stride": 3}'>`. */

import { announce, follow, join } from "./address.js";
import { makeControls } from "./controls.js";
import { inPage, load } from "./data.js";
import { element } from "./drawing/dom.js";
import { makeFooter } from "./footer.js";
import { Frame } from "./frame.js";
import { asker } from "./offered.js";
import { acceptAll } from "./settings.js";
import { State } from "./state.js";
import { dress } from "./style.js";
import { inTurn } from "./turns.js";

/** How many explorers of each name the page has: the second is named "output-size-2". */
const counts = new Map();

class ExplorerElement extends HTMLElement {
  constructor() {
    super();
    /** @type {Frame | undefined} */
    this.frame = undefined;
    /** @type {(() => void) | undefined} */
    this.leave = undefined;
    this.identity = "";
  }

  connectedCallback() {
    if (this.leave) return; // moved within the page
    const name = this.getAttribute("name") || "";
    if (!this.identity) {
      counts.set(name, (counts.get(name) || 0) + 1);
      this.identity = counts.get(name) > 1 ? `${name}-${counts.get(name)}` : name;
    }
    this.leave = announce(this.identity, this);
    // Until its turn has come and its script is there, the drawing inside stays.
    inTurn({
      id: this.identity,
      name,
      element: this,
      start: (...found) => this.start(...found),
      fail: (error) => this.fail(error),
    });
  }

  /** @param {import("./registry.js").Explorer} explorer @param {any} data */
  start(explorer, data) {
    if (this.frame || !this.leave) return; // taken away, or put back, before its turn
    const { description } = explorer;
    const state = new State(description, acceptAll(description, this.stored()).values);
    this.initial = state.values;
    const shadow = this.surface(explorer.style);
    /** @type {string[]} */
    let refused = [];
    join(this.identity, state, (names) => {
      if (this.frame) this.frame.refuse(names);
      else refused = names;
    });
    const more = async (/** @type {string} */ one) => (await load([one]))[one];
    this.frame = new Frame(explorer, state, data, shadow, more);
    const { box, controls } = this.frame;
    box.prepend(element("p", { class: "title" }, description.title));
    const shown = this.shown();
    makeControls(state, controls, shown);
    box.append(makeFooter(state, explorer.name, this.identity, shown !== null));
    asker("projector", box)(); // the button for the whole screen
    box.append(element("div", { class: "still" }, element("slot")));
    const follow = () => box.classList.toggle("at-first", !state.moved);
    follow();
    state.subscribe(follow);
    this.frame.refuse(refused);
    this.setAttribute("ready", "");
    this.dispatchEvent(new CustomEvent("explorer-ready", { bubbles: true }));
  }

  /** An empty surface with its style. @param {string} style */
  surface(style) {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    shadow.replaceChildren();
    dress(shadow, style);
    return shadow;
  }

  /** Whatever went wrong, the drawing stays, and words say so. @param {Error} error */
  fail(error) {
    console.error(error.message);
    this.frame = undefined;
    const words = `This explorer could not start. ${error.message}`;
    const note = element("p", { class: "note", role: "status" }, words);
    this.surface("").append(element("div", { class: "explorer" }, note, element("slot")));
  }

  /** Taken away: what nobody sees neither works on nor stays in the address. */
  disconnectedCallback() {
    if (this.isConnected) return;
    this.leave?.();
    this.leave = undefined;
    this.frame?.destroy();
    this.frame = undefined;
    this.removeAttribute("ready");
  }

  stored() {
    try {
      const raw = JSON.parse(this.getAttribute("state") || "{}");
      return raw && typeof raw === "object" ? raw : {};
    } catch {
      return {};
    }
  }

  /** The settings that a control is made for; null stands for all. */
  shown() {
    const names = this.getAttribute("controls");
    return names === null ? null : names.split(/\s+/).filter(Boolean);
  }

  /** What it is set to, by name. */
  get state() {
    return this.frame?.state.values;
  }

  /** What follows from that, by name. */
  get results() {
    return this.frame?.results;
  }

  /** Set it as a slider would. @param {import("./settings.js").Values} changes */
  set(changes) {
    return this.frame?.state.set(changes);
  }
}

if (inPage && !customElements.get("cnncourse-explorer")) {
  customElements.define("cnncourse-explorer", ExplorerElement);
  follow();
}
