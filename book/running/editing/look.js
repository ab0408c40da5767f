/** The editor's look: the book's colours, light and dark, by its own variables. */

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const TEXT = "var(--pst-color-text-base, CanvasText)";
const MUTED = "var(--pst-color-text-muted, GrayText)";
const LINE = "var(--pst-color-text-muted, currentColor)";
const GROUND = "var(--pst-color-background, Canvas)";
const WITHIN = "color-mix(in srgb, var(--pst-color-primary, Highlight) 25%, transparent)";

export const look = EditorView.theme({
  "&": {
    color: TEXT,
    backgroundColor: GROUND,
    border: `1px solid ${LINE}`,
    borderRadius: "0.25rem",
    fontSize: "0.875em",
  },
  "&.cm-focused": { outline: "3px solid var(--pst-color-accent, Highlight)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--pst-font-family-monospace, monospace)",
    lineHeight: "1.5",
    maxHeight: "28rem",
  },
  ".cm-content": { caretColor: TEXT, padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: TEXT },
  ".cm-gutters": { color: MUTED, backgroundColor: GROUND, border: "none" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    { backgroundColor: WITHIN },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: WITHIN, outline: `1px solid ${LINE}` },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "none" },
  // No other ground: the colours of the code would lose their contrast on it.
  ".marked": {
    boxShadow: "inset 0.25rem 0 var(--pst-color-danger, red)",
    textDecoration: "underline wavy var(--pst-color-danger, red)",
  },
  "& + p": { color: MUTED, fontSize: "0.8em", margin: "0.25rem 0 0" },
});

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--pst-color-link)", fontWeight: "600" },
  { tag: tags.comment, color: MUTED, fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--pst-color-success)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--pst-color-accent)" },
  { tag: tags.definition(tags.function(tags.variableName)), fontWeight: "600" },
]);
