/** The one line of an editor that an error is on; it loses its mark when the text changes. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const atLine = /** @type {import("@codemirror/state").StateEffectType<number | null>} */ (
  StateEffect.define()
);
const marked = Decoration.line({ class: "marked", attributes: { "aria-invalid": "true" } });

/** @type {StateField<import("@codemirror/view").DecorationSet>} */
export const markedLine = StateField.define({
  create: () => Decoration.none,
  update: (lines, transaction) => {
    for (const effect of transaction.effects) {
      if (!effect.is(atLine)) continue;
      const { doc } = transaction.state;
      const there = effect.value !== null && effect.value >= 1 && effect.value <= doc.lines;
      return there
        ? Decoration.set(marked.range(doc.line(/** @type {number} */ (effect.value)).from))
        : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Mark a line, counted from 1, or none. @param {EditorView} view @param {number | null} line */
export function markLine(view, line) {
  view.dispatch({ effects: atLine.of(line) });
}
