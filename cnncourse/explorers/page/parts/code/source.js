/** Pieces of Python source: arrays, paddings, tuples. */

/** @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray */

/** A number, or numbers in brackets, as Python reads them. @param {any} value @returns {string} */
export function python(value) {
  return Array.isArray(value) ? `(${value.map(python).join(", ")})` : String(value);
}

/** [2, 2] as 2. @param {number[]} pair */
export function compact(pair) {
  return python(pair.every((one) => one === pair[0]) ? pair[0] : pair);
}

/** The image of an explorer as arguments; the reader's own is written out.
 * @param {import("../../core/settings.js").Values} values */
export function chosen({ image, own_picture: own }) {
  return `image="${image}"${image === "own" ? `, own_picture="${own}"` : ""}`;
}

/**
 * An array of weights [k, k, channels], a row of it on each line.
 * @param {string} name
 * @param {NDArray} weights
 */
export function weightsAs(name, { shape: [height, width, channels], data }) {
  const at = (/** @type {number} */ place) => {
    const deep = Array.from(data.subarray(place * channels, (place + 1) * channels));
    return channels > 1 ? `[${deep.join(", ")}]` : String(deep[0]);
  };
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = Array.from({ length: width }, (_, column) => at(row * width + column));
    return `[${cells.join(", ")}]`;
  });
  const end = channels > 1 ? "" : "[:, :, None]";
  if (height === 1) return `${name} = np.array([${rows[0]}], float)${end}`;
  return `${name} = np.array([\n    ${rows.join(",\n    ")},\n], float)${end}`;
}

/** Pairs (before, after) for `np.pad`, and so many axes behind them without padding.
 * @param {number[]} sides @param {number} [before] axes in front @param {number} [after] */
export function padPairs([top, bottom, left, right], before = 0, after = 0) {
  const none = (/** @type {number} */ n) => new Array(n).fill([0, 0]);
  return python([...none(before), [top, bottom], [left, right], ...none(after)]);
}

/** The step of a slice, nothing for 1. @param {number} step */
export function every(step) {
  return step > 1 ? `::${step}` : ":";
}

/** Options of a call, those that stand at their default left out.
 * @param {[name: string, value: string, usual: string][]} options */
export function options(options) {
  return options
    .filter(([, value, usual]) => value !== usual)
    .map(([name, value]) => `, ${name}=${value}`)
    .join("");
}

/** What is imported, then what is prepared, then the line.
 * @param {string[]} imports @param {string[]} prepared @param {string} line */
export function script(imports, prepared, line) {
  return `${[imports.join("\n"), prepared.join("\n"), line].join("\n\n")}\n`;
}
