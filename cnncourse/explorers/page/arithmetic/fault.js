/**
 * What cannot be, told in words for a reader and as data for what mends it.
 *
 * The words are Python's, so nothing may be read from them.
 */

/** @typedef {import("./layers.js").LayerEntry} LayerEntry */
/**
 * What would mend a layer: values for its fields, or layers to put before it.
 *
 * @typedef {{set?: Record<string, any>, before?: LayerEntry[]}} Cure
 */
/** @typedef {{code: string, field: string | null, cure: Cure | null}} Fault */
/** @typedef {Error & {fault: Fault}} FaultyError */

/**
 * Return an error to throw that carries its code, the field at fault and what would mend it.
 *
 * @param {string} words
 * @param {string} code as "window-too-large"
 * @param {string | null} field of the layer
 * @param {Cure | null} [cure]
 * @returns {FaultyError}
 */
export function faulty(words, code, field, cure = null) {
  return Object.assign(new Error(words), { fault: { code, field, cure } });
}

/**
 * Return what an error carries, if it carries anything.
 *
 * @param {unknown} error
 * @returns {Fault | null}
 */
export function faultOf(error) {
  return /** @type {Partial<FaultyError>} */ (error).fault ?? null;
}
