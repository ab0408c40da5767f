/**
 * Values written as Python writes them, so that an error says the same in both languages.
 */

/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** @param {string} text */
function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = "";
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === quote) inside += `\\${quote}`;
    else if (ESCAPES[character]) inside += ESCAPES[character];
    else if (code < 32 || code === 127) inside += `\\x${code.toString(16).padStart(2, "0")}`;
    else inside += character;
  }
  return quote + inside + quote;
}

/** @param {number} value */
function written(value) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  // Python turns to exponents below 1e-4 and writes at least two digits of them.
  const small = value !== 0 && Math.abs(value) < 1e-4;
  return (small ? value.toExponential() : String(value)).replace(/e([+-])(\d)$/, "e$10$2");
}

/**
 * Return a value as Python's `repr` writes it; an array as the tuple it stands for.
 *
 * A whole number is written as an int, since JavaScript has no other kind.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function repr(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return written(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) {
    return value.length === 1 ? `(${repr(value[0])},)` : `(${value.map(repr).join(", ")})`;
  }
  const entries = Object.entries(/** @type {object} */ (value));
  return `{${entries.map(([key, one]) => `${repr(key)}: ${repr(one)}`).join(", ")}}`;
}
