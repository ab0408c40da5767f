/** The explorers in a page: `<cnncourse-explorer name="output-size" state='{"stride": 3}'>`. */

import { follow, join, linkTo, whole } from "./address.js";
import { makeControls } from "./controls.js";
import { inPage } from "./data.js";
import { element } from "./drawing/dom.js";
import { Frame } from "./frame.js";
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
    if (this.identity) return;
    const name = this.getAttribute("name") || "";
    counts.set(name, (counts.get(name) || 0) + 1);
    this.identity = counts.get(name) > 1 ? `${name}-${counts.get(name)}` : name;
    // Until its turn has come and its script is there, the drawing inside stays.
    inTurn({ id: this.identity, name, element: this, start: (...found) => this.start(...found) });
  }

  /** @param {import("./registry.js").Explorer} explorer @param {any} data */
  start(explorer, data) {
    const { description } = explorer;
    const state = new State(description, acceptAll(description, this.stored()).values);
    this.initial = state.values;
    const shadow = this.attachShadow({ mode: "open" });
    dress(shadow, explorer.style);
    /** @type {string[]} */
    let refused = [];
    this.leave = join(this.identity, state, this, (names) => {
      if (this.frame) this.frame.refuse(names);
      else refused = names;
    });
    this.frame = new Frame(explorer, state, data, shadow);
    this.frame.box.prepend(this.heading(description.title));
    makeControls(state, this.frame.controls, this.shown());
    this.frame.box.append(this.footer(state));
    this.frame.box.append(element("div", { class: "still" }, element("slot")));
    this.frame.refuse(refused);
    this.setAttribute("ready", "");
    this.dispatchEvent(new CustomEvent("explorer-ready", { bubbles: true }));
  }

  /** Moved or taken away: a state that nobody sees must not stay in the address. */
  disconnectedCallback() {
    if (this.isConnected) return;
    this.leave?.();
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

  /** @param {string} title */
  heading(title) {
    return element("p", { class: "title" }, title);
  }

  /** @param {State} state */
  footer(state) {
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => this.initial && state.set(this.initial));
    const copy = element("button", { type: "button" }, "Copy link");
    const said = element("span", { role: "status" });
    copy.addEventListener("click", async () => {
      const link = linkTo(this.identity);
      try {
        await navigator.clipboard.writeText(link);
        said.textContent = "Copied.";
      } catch {
        said.replaceChildren(element("a", { href: link }, "The link: copy it from here"));
      }
      setTimeout(() => said.replaceChildren(), 8000);
    });
    const whole = this.shown() ? [this.linkToWhole(state)] : [];
    return element("div", { class: "footer" }, reset, copy, ...whole, said);
  }

  /** Where some controls are left out: a link to all of them, set as here. @param {State} state */
  linkToWhole(state) {
    const link = element("a", {}, "The whole explorer");
    const follow = () => (link.href = whole(this.getAttribute("name") || "", state));
    follow();
    state.subscribe(follow);
    return link;
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
  addEventListener("explorers-ready", follow);
}
