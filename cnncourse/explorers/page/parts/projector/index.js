/** An explorer on the whole screen: text as large as one screen bears. */

import { element, setAttributes, setText } from "../../core/drawing/dom.js";

// Times as large as in the page: at most, as the last row of a room can read it, at least.
const [MOST, LEGIBLE, LEAST, STEP] = [1.8, 1.65, 0.65, 0.05];

/** @param {HTMLElement} box */
function fits(box) {
  return box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
}

/** Whether all is on the screen at a size from the largest down to `least`.
 * @param {HTMLElement} box @param {boolean} terse whether explanations give way
 * @param {number} least */
function fitted(box, terse, least) {
  box.classList.toggle("terse", terse);
  for (let zoom = MOST; zoom > least - STEP / 2; zoom -= STEP) {
    box.style.setProperty("zoom", zoom.toFixed(2));
    if (fits(box)) return true;
  }
  return false;
}

/** Find the largest size at which all is on the screen; what explains gives way to what is shown.
 * @param {HTMLElement} box */
function fit(box) {
  return fitted(box, false, LEGIBLE) || fitted(box, true, LEAST);
}

/** @type {import("../../core/registry.js").Part["mount"]} */
function mount({ root: box }) {
  const drawing = /** @type {HTMLElement} */ (box.querySelector(".drawing"));
  const isFull = () => box.matches(":fullscreen");
  const button = element("button", { type: "button" }, "Full screen");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () =>
    isFull() ? document.exitFullscreen() : box.requestFullscreen(),
  );
  box.querySelector(".footer")?.append(button);
  let height = 0; // of the drawing, as it was fitted
  const style = box.querySelector(":scope > style");
  const draw = () => {
    // In the page its rules apply to nothing, and all would be asked at every move.
    if (style) setAttributes(style, { media: isFull() ? null : "not all" });
    if (isFull()) fit(box);
    else box.style.removeProperty("zoom");
    setText(button, isFull() ? "Leave full screen" : "Full screen");
    // In the page there is room, and nobody waits for its layout.
    height = isFull() ? drawing.offsetHeight : 0;
  };
  box.addEventListener("fullscreenchange", draw);
  box.addEventListener("toggle", draw, true);
  addEventListener("resize", draw);
  // What is loaded or drawn later may need more room, or leave some.
  const later = () => isFull() && Math.abs(drawing.offsetHeight - height) > 1 && draw();
  new ResizeObserver(later).observe(drawing);
  return draw;
}

export default { mount };
