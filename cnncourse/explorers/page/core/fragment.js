/**
 * The state of the explorers in a page's address, behind the `#`:
 *
 *     #a-section!output-size?stride=3&size=28!convolution?kernel=%22blur%22
 *
 * First the anchor of a section, or nothing; then, after a `!` each, the explorers by the name
 * that they have in the page, with their changed settings as JSON values. Several explorers and
 * the section anchors share one address.
 */

/** @typedef {import("./settings.js").Values} Values */

/**
 * Read an address's fragment; what cannot be read is left out.
 * @param {string} hash with or without its `#`
 * @returns {{anchor: string, states: Map<string, Values>}}
 */
export function parse(hash) {
  const [anchor, ...parts] = hash.replace(/^#/, "").split("!");
  const states = new Map();
  for (const part of parts) {
    const [id, query = ""] = part.split("?");
    /** @type {Values} */
    const values = Object.create(null); // "__proto__" is a name like any other
    for (const pair of query.split("&").filter(Boolean)) {
      const [name, text = ""] = pair.split("=");
      try {
        values[decodeURIComponent(name)] = JSON.parse(decodeURIComponent(text));
      } catch {
        values[name] = undefined; // refused by the setting's rule, and said so
      }
    }
    if (id) states.set(id, values);
  }
  return { anchor, states };
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
