/** What can be changed while a network learns. */

/**
 * @typedef {{optimizer: "sgd" | "adam", learning_rate: number, momentum: number,
 *   batch_size: number, images: number, shift: number, weight_decay: number, dropout: number,
 *   validation_shift: number}} Settings
 */

/** @type {Settings} */
export const DEFAULTS = {
  optimizer: "sgd",
  learning_rate: 0.04,
  momentum: 0,
  batch_size: 20,
  images: 5000,
  shift: 0,
  weight_decay: 0,
  dropout: 0,
  validation_shift: 0,
};

const real = (/** @type {any} */ value) => typeof value === "number" && Number.isFinite(value);
const whole = (/** @type {number} */ low, /** @type {number} */ high) => ({
  words: `a whole number from ${low} to ${high}`,
  fits: (/** @type {any} */ value) => Number.isInteger(value) && value >= low && value <= high,
});
const share = {
  words: "a number of at least 0 and below 1",
  fits: (/** @type {any} */ value) => real(value) && value >= 0 && Math.fround(value) < 1,
};

/** @type {{[name: string]: {words: string, fits: (value: any) => boolean}}} */
const RULES = {
  optimizer: { words: '"sgd" or "adam"', fits: (value) => ["sgd", "adam"].includes(value) },
  learning_rate: {
    words: "a number above 0, at most 1000",
    fits: (value) => real(value) && Math.fround(value) > 0 && value <= 1000,
  },
  momentum: share,
  batch_size: whole(1, 500),
  shift: whole(0, 28),
  weight_decay: {
    words: "a number from 0 to 100",
    fits: (value) => real(value) && value >= 0 && value <= 100,
  },
  dropout: share,
  validation_shift: whole(-28, 28),
};

/**
 * Take settings over where they are right.
 * @param {Settings} now @param {{[name: string]: any}} asked @param {number} images there are
 * @returns {{settings: Settings, faults: string[]}} what is in force, and what was wrong in words
 */
export function taken(now, asked, images) {
  /** @type {any} */
  const settings = { ...now, images: Math.min(now.images, images) };
  /** @type {string[]} */
  const faults = [];
  for (const [name, value] of Object.entries(asked ?? {})) {
    const rule = name === "images" ? whole(1, images) : Object.hasOwn(RULES, name) && RULES[name];
    if (!rule) faults.push(`there is no setting "${name}"`);
    else if (rule.fits(value)) settings[name] = value;
    else faults.push(`${name} must be ${rule.words}, got ${String(value)}`);
  }
  return { settings, faults };
}
