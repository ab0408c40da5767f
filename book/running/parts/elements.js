/** Small makers of elements. Texts become text nodes: nothing here makes HTML of a text. */

/** @param {string} tag @param {Record<string, string>} [set] @param {(Node | string)[]} [inside] */
export function make(tag, set = {}, inside = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/** @param {string} words @param {Record<string, string>} [set] */
export function button(words, set = {}) {
  return /** @type {HTMLButtonElement} */ (make("button", { type: "button", ...set }, [words]));
}
