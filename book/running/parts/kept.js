/** What a reader has written into cells stays in this browser. */

const STORE = "cnncourse:code";

/** All pages' own texts, by page and cell. @returns {Record<string, Record<string, string>>} */
function all() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {}; // private windows and blocked storage: everything else works
  }
}

/** The part of an address that names the page, from the disk or from a server. */
const page = () => location.pathname.split("/").slice(-2).join("/");

/** What one wrote into a cell of this page. @param {string} cell */
export function keptText(cell) {
  const found = all()[page()]?.[cell];
  return typeof found === "string" ? found : undefined;
}

/** Keep a text; without one, forget it. Return whether that could be done.
 * @param {string} cell @param {string} [text] */
export function keep(cell, text) {
  const texts = all();
  const { [cell]: _, ...others } = texts[page()] ?? {};
  texts[page()] = text === undefined ? others : { ...others, [cell]: text };
  try {
    localStorage.setItem(STORE, JSON.stringify(texts));
    return true;
  } catch {
    return false; // the page goes on without a memory
  }
}
