/** The padding of a layer: one of the names, or a number of pixels on a slider of its own. */

import { element, setHidden } from "./drawing/dom.js";
import { paddingChooser } from "./padding.js";

/** The one that stands for the slider's pixels. */
const NUMBER = "number";

/**
 * The chooser of a padding that is one value of a layer: a name, a number, or one for each side.
 * @param {number} high
 * @param {(value: string | number) => void} set
 */
export function layerPadding(high, set) {
  const { kind, pixels, showPixels } = paddingChooser({
    high,
    setKind: (name, at) => set(name === NUMBER ? at : name),
    setPixels: set,
  });
  return {
    root: element("div", { class: "padding-chooser" }, kind.root, pixels.root),
    /**
     * @param {string} owner the layer's name
     * @param {string | number | number[]} value
     * @param {number} usual where the slider starts
     * @param {string} [words] of the value
     */
    show(owner, value, usual, words = String(value)) {
      const named = typeof value === "string";
      kind.own(owner);
      kind.show(named ? value : NUMBER);
      setHidden(pixels.root, named);
      if (named) return showPixels(usual, String(usual));
      pixels.own(owner);
      showPixels(Array.isArray(value) ? value[0] : value, words);
    },
  };
}
