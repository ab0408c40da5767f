/** The network as source code in two frameworks: tabs, and a button to copy. */

import { element, setText } from "../core/drawing/dom.js";

/** @typedef {{keras_code: string, torch_code: string, problem: string}} Codes */

const FRAMEWORKS = /** @type {const} */ ([
  ["keras_code", "Keras"],
  ["torch_code", "PyTorch"],
]);
const COLOURED = /(#.*$)|("(?:[^"\\]|\\.)*")/gm; // comments and texts

let made = 0;

/** @param {string} source */
function coloured(source) {
  const parts = [];
  let end = 0;
  for (const found of source.matchAll(COLOURED)) {
    parts.push(source.slice(end, found.index));
    parts.push(element("span", { class: found[1] ? "comment" : "text" }, found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, source.slice(end)].filter((part) => part !== "");
}

export class CodePanel {
  /** @param {() => Codes} results what is copied, though it may not be drawn yet */
  constructor(results) {
    made += 1;
    this.results = results;
    this.tabs = element("div", { role: "tablist", "aria-label": "The network as code" });
    this.panels = FRAMEWORKS.map(([key, name], i) => this.makePanel(key, name, i));
    this.said = element("span", { role: "status" });
    const copy = element("button", { type: "button" }, "Copy code");
    copy.addEventListener("click", () => this.copy());
    const head = element("div", { class: "row nb-code-head" }, this.tabs, copy, this.said);
    this.root = element("div", { class: "nb-code" }, head, ...this.panels.map((one) => one.panel));
    this.tabs.addEventListener("keydown", (event) => this.walk(event));
    this.choose(0);
  }

  /** @param {string} key @param {string} name @param {number} i */
  makePanel(key, name, i) {
    const [id, owner] = [`nb-code-${made}-${i}`, `nb-tab-${made}-${i}`];
    const role = { role: "tab", id: owner, "aria-controls": id };
    const tab = element("button", { type: "button", ...role }, name);
    tab.addEventListener("click", () => this.choose(i));
    this.tabs.append(tab);
    const code = element("code", { "data-result": key });
    const scroll = { tabindex: 0, role: "region", "aria-label": `${name} code` };
    const pre = element("pre", scroll, code);
    const panel = element("div", { role: "tabpanel", id, "aria-labelledby": owner }, pre);
    return { tab, code, pre, panel };
  }

  /** @param {number} i */
  choose(i) {
    this.chosen = i;
    this.panels.forEach(({ tab, panel }, j) => {
      tab.setAttribute("aria-selected", String(i === j));
      tab.tabIndex = i === j ? 0 : -1;
      panel.hidden = i !== j;
    });
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const last = this.panels.length - 1;
    const chosen = this.chosen ?? 0;
    const places = {
      ArrowRight: chosen === last ? 0 : chosen + 1,
      ArrowLeft: chosen === 0 ? last : chosen - 1,
      Home: 0,
      End: last,
    };
    const place = places[/** @type {keyof typeof places} */ (event.key)];
    if (place === undefined) return;
    event.preventDefault();
    this.choose(place);
    this.panels[place].tab.focus();
  }

  async copy() {
    const chosen = this.chosen ?? 0;
    const { code } = this.panels[chosen];
    try {
      await navigator.clipboard.writeText(this.results()[FRAMEWORKS[chosen][0]]);
      setText(this.said, "Copied.");
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      setText(this.said, "The code is selected: press Ctrl+C.");
    }
    setTimeout(() => setText(this.said, ""), 8000);
  }

  /** @param {Codes} results */
  update(results) {
    FRAMEWORKS.forEach(([key], i) => {
      const { code, pre } = this.panels[i];
      pre.classList.toggle("none", Boolean(results.problem));
      if (code.textContent !== results[key]) code.replaceChildren(...coloured(results[key]));
    });
  }
}
