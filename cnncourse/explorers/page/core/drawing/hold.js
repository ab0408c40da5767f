/** A picture under a pointer: pressed, dragged, hovered over; by touch only once it is held. */

/**
 * @typedef {{
 *   press: (event: PointerEvent) => void,
 *   drag: (event: PointerEvent) => void,
 *   hover?: (event: PointerEvent) => void,
 *   leave?: () => void,
 *   free?: () => boolean,
 * }} Grips press and drag: with the main button; hover and leave: a pointer that does not press;
 *   free: whether a finger drags unheld, as where a reader has chosen to draw
 */

/**
 * Answer to a pointer. A finger that swipes over the picture scrolls the page; a tap presses, and
 * takes hold until the next tap elsewhere: then a finger drags as a mouse does.
 * @param {HTMLElement | SVGElement} root
 * @param {Grips} grips
 */
export function grip(root, { press, drag, hover, leave, free = () => false }) {
  let down = 0; // the pointer that drags
  const held = () => root.classList.contains("held");
  const release = (/** @type {Event} */ event) => {
    if (event.composedPath().includes(root)) return;
    root.classList.remove("held");
    removeEventListener("pointerdown", release, true);
  };
  const on = (/** @type {string} */ name, /** @type {(event: PointerEvent) => void} */ answer) =>
    root.addEventListener(name, /** @type {EventListener} */ (answer));
  on("pointerdown", (event) => {
    // Another button, or Ctrl on a Mac, asks for the menu.
    if (event.button || event.ctrlKey) return;
    if (event.pointerType === "touch" && !held() && !free()) return;
    down = event.pointerId;
    root.setPointerCapture(down);
    press(event);
  });
  on("pointermove", (event) => {
    if (event.pointerId === down) drag(event);
    else if (event.pointerType !== "touch" && !event.buttons) hover?.(event);
  });
  const up = () => {
    down = 0;
  };
  on("pointerup", up);
  on("pointercancel", up);
  on("pointerleave", () => leave?.());
  on("click", (event) => {
    if (event.pointerType !== "touch" || held()) return;
    if (!free()) {
      root.classList.add("held");
      addEventListener("pointerdown", release, true);
    }
    press(event);
  });
}
