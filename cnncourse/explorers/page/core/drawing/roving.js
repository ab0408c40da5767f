/** A grid of inputs that is one stop of the Tab key, and is walked by the other keys. */

/** @type {{[key: string]: (at: number, width: number) => number}} */
const MOVES = {
  ArrowUp: (at, width) => at - width,
  ArrowDown: (at, width) => at + width,
  ArrowLeft: (at, width) => (at % width ? at - 1 : at),
  ArrowRight: (at, width) => ((at + 1) % width ? at + 1 : at),
  Home: (at, width) => at - (at % width),
  End: (at, width) => at - (at % width) + width - 1,
  PageUp: (at, width) => at - width * width,
  PageDown: (at, width) => at + width * width,
};

/**
 * Walk over inputs as ARIA's grids are walked: by the arrow keys, Home and End, with Ctrl to the
 * first and the last, by Page Up and Down to another slice, after typing by Enter to the next, and
 * by Enter with Shift to the one before. Typing, F2 or a second click leaves the keys to the text
 * until Enter, Escape or an arrow up or down. Enter and Escape without typing are left to others.
 * @param {HTMLElement} root
 * @param {() => {inputs: HTMLInputElement[], width: number}} grid the inputs as they stand, row by
 *   row, slice by slice
 * @returns {() => void} to be called for new inputs: the first is the stop
 */
export function rove(root, grid) {
  let [stop, typing] = [0, false];
  const settle = () => {
    grid().inputs.forEach((one, i) => {
      const index = i === stop ? 0 : -1;
      if (one.getAttribute("tabindex") !== String(index)) one.tabIndex = index;
    });
  };
  const at = (/** @type {Event} */ event) =>
    grid().inputs.indexOf(/** @type {HTMLInputElement} */ (event.target));
  root.addEventListener("focusin", (event) => {
    if (at(event) < 0) return;
    [stop, typing] = [at(event), false];
    settle();
    grid().inputs[stop].select();
  });
  root.addEventListener("input", () => (typing = true));
  root.addEventListener("pointerdown", (event) => {
    const { activeElement } = /** @type {ShadowRoot} */ (root.getRootNode());
    typing ||= activeElement === event.target;
  });
  root.addEventListener("keydown", (event) => {
    const { inputs, width } = grid();
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    const from = at(event);
    if (from < 0 || altKey || metaKey) return;
    if (key === "F2" || key === "Escape") {
      const { shown = "" } = inputs[from].dataset;
      if (key === "Escape" && !typing && inputs[from].value === shown) return;
      if (key === "Escape") inputs[from].value = shown;
      typing = key === "F2";
      const end = inputs[from].value.length;
      inputs[from].setSelectionRange(typing ? end : 0, end);
      event.preventDefault();
      return;
    }
    const inText = typing && key !== "ArrowUp" && key !== "ArrowDown" && !key.startsWith("Page");
    let to = MOVES[key] && !inText ? MOVES[key](from, width) : -1;
    if (ctrlKey && !typing && key === "Home") to = 0;
    if (ctrlKey && !typing && key === "End") to = inputs.length - 1;
    if (key === "Enter" && (typing || shiftKey))
      to = (from + (shiftKey ? -1 : 1) + inputs.length) % inputs.length;
    if (!inText && MOVES[key]) event.preventDefault();
    if (!inputs[to]) return;
    event.preventDefault();
    inputs[to].focus();
  });
  return () => {
    stop = Math.min(stop, grid().inputs.length - 1);
    settle();
  };
}
