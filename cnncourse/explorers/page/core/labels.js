/** Errors as the page tells them: a control is called by its label, as a reader sees it. */

/** @typedef {import("./settings.js").Setting} Setting */

/**
 * What Python says of a fault, in a page's words: "Kernel size (7)" for "kernel_size (=7)".
 * @param {string} words
 * @param {Setting[]} settings whose labels are seen
 */
export function labelled(words, settings) {
  const labels = Object.fromEntries(settings.map(({ name, label }) => [name, label]));
  const part = (/** @type {string} */ name) =>
    settings.find((one) => one.name.endsWith(`_${name}`));
  /** @param {string} name @param {number} at */
  const label = (name, at) => {
    const own = labels[`${name}_kind`] || labels[name] || part(name)?.label;
    const said = own || name.replaceAll("_", " ");
    return (at ? said[0].toLowerCase() : said[0].toUpperCase()) + said.slice(1);
  };
  return words
    .replace(/\b([a-z_]+)="([^"]*)"/g, (_, name, value, at) => `${label(name, at)} “${value}”`)
    .replace(/\b([a-z]+(?:_[a-z]+)*) \(=([^)]*)\)/g, (whole, name, value, at) =>
      labels[name] || name.includes("_") ? `${label(name, at)} (${value})` : whole.replace("=", ""),
    );
}
