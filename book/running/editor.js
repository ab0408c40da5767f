/**
 * An editor for a few lines of Python: it indents, closes brackets and can be left by keyboard.
 *
 * It lives in a shadow root, where its styles are adopted sheets: a content security policy that
 * forbids inline styles does not touch them. Its colours are the book's own variables, so that it
 * changes with the page from light to dark.
 */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { colours, look } from "./editing/look.js";
import { markedLine, markLine } from "./editing/mark.js";

const LEAVING = "Tab indents. To leave by keyboard, press Escape, then Tab.";
const AS_LONG_AS_IT_TAKES = 1e12; // milliseconds; typing ends it earlier

/**
 * What an editor offers to who made it.
 * @typedef {{text: () => string, setText: (text: string) => void, mark:
 *   (line: number | null) => void, focus: () => void, destroy: () => void, element: HTMLElement}} Editor
 */

/**
 * Put an editor into a page.
 * @param {HTMLElement} parent
 * @param {string} text what it begins with
 * @param {{label: string, onRun?: () => void, onChange?: (text: string) => void}} settings its name
 *   for a screen reader; what Control and Enter do; what is told after each change
 * @returns {Editor}
 */
export function makeEditor(parent, text, { label, onRun, onChange }) {
  const element = document.createElement("div");
  element.className = "code-editor";
  const root = element.attachShadow({ mode: "open" });
  const told = document.createElement("p");
  told.id = "leaving";
  told.textContent = LEAVING;
  parent.append(element);
  const view = new EditorView({
    root,
    parent: /** @type {any} */ (root),
    state: EditorState.create({ doc: text, extensions: extensions({ label, onRun, onChange }) }),
  });
  root.append(told);
  return {
    element,
    text: () => view.state.doc.toString(),
    setText: (news) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: news } }),
    mark: (line) => markLine(view, line),
    focus: () => view.focus(),
    destroy: () => {
      view.destroy();
      element.remove();
    },
  };
}

/** @param {{label: string, onRun?: () => void, onChange?: (text: string) => void}} settings */
function extensions({ label, onRun, onChange }) {
  const run = () => {
    onRun?.();
    return Boolean(onRun);
  };
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    python(),
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    syntaxHighlighting(colours),
    markedLine,
    look,
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Shift-Enter", run },
        { key: "Escape", run: letTabLeave },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-describedby": "leaving",
      spellcheck: "false",
      tabindex: "0",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange?.(update.state.doc.toString());
    }),
  ];
}

/** After Escape, Tab leaves until something else is typed: nobody has to be quick.
 * @param {EditorView} view */
function letTabLeave(view) {
  view.setTabFocusMode(AS_LONG_AS_IT_TAKES);
  return true; // or two seconds are set
}
