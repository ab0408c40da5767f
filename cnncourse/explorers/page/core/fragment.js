/**
 * The state of the explorers in a page's address, behind the `#`:
 *
 *     #a-section!output-size?stride=3&size=28!convolution?kernel=%22blur%22
 *
 * First the anchor of a section, or nothing; then, after a `!` each, the explorers by the name
 * that they have in the page, with their changed settings as JSON values; a picture of the
 * reader's own is not among them. Several explorers and
 * the section anchors share one address.
 */

/** @typedef {import("./settings.js").Values} Values */

/** More than any setting's value has: characters, and brackets within brackets. */
const [LONGEST, DEEPEST] = [30_000, 60];

/**
 * Read an address's fragment; what cannot be read is left out.
 * @param {string} hash with or without its `#`
 * @returns {{anchor: string, states: Map<string, Values>}}
 */
export function parse(hash) {
  const [anchor, ...parts] = plain(hash.replace(/^#/, "")).split("!");
  const states = new Map();
  for (const part of parts) {
    const [id, query = ""] = part.split("?");
    if (!id) continue;
    // "__proto__" is a name like any other.
    if (!states.has(id)) states.set(id, Object.create(null));
    for (const pair of query.split("&").filter(Boolean)) {
      const [name, value = ""] = pair.split("=");
      // What is undefined is refused by the setting's rule, and said so.
      const known = decoded(name) ?? name;
      states.get(id)[known] = known === "own_picture" ? undefined : readValue(decoded(value));
    }
  }
  return { anchor, states };
}

/** With the marks before names where a program has put codes in their place; within a value a
 * "!" is a code anyway. @param {string} hash */
function plain(hash) {
  return hash.includes("!") ? hash : hash.replace(/%21(?=[a-z][\w-]*(\?|%21|$))/g, "!");
}

/** What percent-encoding stands for, or undefined where it is broken. @param {string} text */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} text */
function readValue(text) {
  if (text === undefined || text.length > LONGEST) return undefined;
  let depth = 0;
  for (const mark of text.match(/[[\]{}]/g) ?? []) {
    depth += "[{".includes(mark) ? 1 : -1;
    if (depth > DEEPEST) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Write the fragment; without its `#`, and empty where there is nothing to say.
 * @param {string} anchor
 * @param {Map<string, Values>} states
 */
export function format(anchor, states) {
  const parts = [...states].map(([id, values]) => {
    const pairs = Object.entries(values).map(
      ([name, value]) => `${encode(name)}=${encode(JSON.stringify(value))}`,
    );
    return pairs.length ? `!${id}?${pairs.join("&")}` : `!${id}`;
  });
  return anchor + parts.join("");
}

/** Percent-encoding that also covers the marks of this syntax. @param {string} text */
function encode(text) {
  return encodeURIComponent(text).replace(/!/g, "%21");
}
