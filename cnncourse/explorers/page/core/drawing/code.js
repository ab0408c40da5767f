/** Source code in several frameworks: tabs, and a button to copy. */

import { Said } from "../said.js";
import { element, setText } from "./dom.js";

/** @typedef {{problem: string} & {[key: string]: any}} Codes the source codes by their keys */

const COLOURED = /(#.*$)|("(?:[^"\\]|\\.)*")|(^output = .*$)/gm; // comments, texts, the result
const NAMES = ["", "comment", "text", "line"];

let made = 0;

/** What a source is made of: texts, and of which kind each is. @param {string} source */
function coloured(source) {
  const parts = [];
  let end = 0;
  for (const found of source.matchAll(COLOURED)) {
    parts.push(["", source.slice(end, found.index)]);
    parts.push([NAMES[found.findIndex((one, i) => i && one)], found[0]]);
    end = found.index + found[0].length;
  }
  return [...parts, ["", source.slice(end)]];
}

/** Write a source; what of it stands there already is not laid out again.
 * @param {HTMLElement} code @param {string} source */
function write(code, source) {
  const parts = coloured(source);
  parts.forEach(([name, text], i) => {
    const part = code.children[i] ?? code.appendChild(element("span"));
    if (part.className !== name) part.className = name;
    setText(part, text);
  });
  while (code.children.length > parts.length) code.lastChild?.remove();
}

export class CodePanel {
  /**
   * @param {string} label what is shown as code
   * @param {{[key: string]: string}} frameworks the name of each by the key of its code
   * @param {() => Codes} results what is copied, though it may not be drawn yet
   * @param {string} [mark] the attribute that says where each code is from
   * @param {boolean} [all] whether those are written too that are not seen: they are short
   */
  constructor(label, frameworks, results, mark = "data-result", all = false) {
    this.mark = mark;
    this.all = all;
    made += 1;
    this.results = results;
    /** What is written of it. @type {Codes | undefined} */
    this.codes = undefined;
    this.keys = Object.keys(frameworks);
    this.tabs = element("div", { class: "row", role: "tablist", "aria-label": label });
    this.panels = Object.entries(frameworks).map(([key, name], i) => this.makePanel(key, name, i));
    this.said = new Said();
    const copy = element("button", { type: "button" }, "Copy code");
    copy.addEventListener("click", () => this.copy());
    const head = element("div", { class: "row" }, this.tabs, copy, this.said.root);
    const panels = this.panels.map((one) => one.panel);
    this.root = element("div", { class: "code" }, head, ...panels);
    this.tabs.addEventListener("keydown", (event) => this.walk(event));
    this.choose(0);
  }

  /** @param {string} key @param {string} name @param {number} i */
  makePanel(key, name, i) {
    const [id, owner] = [`code-${made}-${i}`, `code-tab-${made}-${i}`];
    const role = { role: "tab", id: owner, "aria-controls": id };
    const tab = element("button", { type: "button", ...role }, name);
    tab.addEventListener("click", () => this.choose(i));
    this.tabs.append(tab);
    const code = element("code", { [this.mark]: key });
    const scroll = { tabindex: 0, dir: "ltr", role: "region", "aria-label": `${name} code` };
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
    if (this.codes) this.update(this.codes);
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
      await navigator.clipboard.writeText(this.results()[this.keys[chosen]]);
      this.said.say("Copied.");
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      this.said.say("The code is selected: press Ctrl+C.");
    }
  }

  /** Write the code that is seen. @param {Codes} results */
  update(results) {
    this.codes = results;
    this.panels.forEach(({ code, pre }, i) => {
      if (!this.all && i !== this.chosen) return;
      pre.classList.toggle("none", Boolean(results.problem));
      write(code, results[this.keys[i]]);
    });
  }
}
