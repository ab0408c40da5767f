/** Making elements without ever reading markup: text stays text. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{[name: string]: string | number | boolean | null | undefined}} Attributes */

/**
 * An HTML element; `true` sets an empty attribute, `false`, null and undefined leave it out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Set attributes, only those that differ: the same again would be laid out anew as well.
 * @param {Element} made @param {Attributes} attributes */
export function setAttributes(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const none = value === false || value === null || value === undefined;
    const text = value === true ? "" : String(value);
    if (none) made.removeAttribute(name);
    else if (made.getAttribute(name) !== text) made.setAttribute(name, text);
  }
}

/** Hide or show only where it differs. @param {HTMLElement} made @param {boolean} hidden */
export function setHidden(made, hidden) {
  if (made.hidden !== hidden) made.hidden = hidden;
}

/** Set a text only where it differs, so that nothing is laid out anew for nothing.
 * @param {Element} made @param {string} text */
export function setText(made, text) {
  const only = made.firstChild;
  if (only instanceof Text && !only.nextSibling && text) {
    if (only.data !== text) only.data = text;
  } else if (made.textContent !== text) made.textContent = text;
}
