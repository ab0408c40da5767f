/** Numbers as readers type them, and words for what is none: `cnncourse.explorers.typed`. */

import { setAttributes } from "./drawing/dom.js";

const NUMBER = "[-+]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:e[-+]?[0-9]{1,3})?";
const TYPED = new RegExp(`^(${NUMBER})(?:/(${NUMBER}))?$`, "i");
const GROUPED = /^[-+]?[1-9][0-9]{0,2},[0-9]{3}$/;
const BEGUN = /^[-+]?$|[/e][-+]?$/i; // of a number, so that nothing is said yet

/**
 * The number that a text says, or words that say why it says none.
 * @param {string} text as "0.5", "0,5", "1/9", "⅓", "−2" or "1e-3"
 * @returns {number | string}
 */
export function readNumber(text) {
  const plain = text
    .trim()
    .replace(/^([-+−]?)([¼-¾⅐-⅞])$/, (_, sign, share) => sign + share.normalize("NFKC"))
    .replace(/[−–]/g, "-")
    .replace(/\s*[/⁄∕÷]\s*/g, "/");
  const shown = `“${text.trim().slice(0, 20)}”`;
  if (GROUPED.test(plain)) {
    const [above, below] = [plain.replace(",", "."), plain.replace(",", "")];
    return `${shown} can be read in two ways: write ${above} or ${below}`;
  }
  const found = TYPED.exec(plain);
  if (!found) return `${shown} is not a number: write 0.5, 0,5 or 1/2`;
  const [above, below = 1] = found.slice(1).map((one) => one && Number(one.replace(",", ".")));
  if (!below) return `${shown} divides by 0`;
  const value = /** @type {number} */ (above) / /** @type {number} */ (below);
  return Number.isFinite(value) ? value + 0 : `${shown} is too large`;
}

/** Nested lists in which every text is the number it says, or stays. @param {any} raw
 * @returns {any} */
export function readNumbers(raw) {
  if (Array.isArray(raw)) return raw.map(readNumbers);
  return typeof raw === "string" ? readNumber(raw) : raw;
}

/**
 * Let numbers be typed into an input; what is none is refused in words, and forgotten when the
 * input is left.
 * @param {HTMLInputElement} input whose `data-shown` is its number in digits
 * @param {(value: number) => boolean} take says whether the number was taken
 * @param {string} rule what a number must be, as "a weight is from −999 to 999"
 * @param {(words: string) => void} tell why what was typed is refused, or nothing
 */
export function typing(input, take, rule, tell) {
  let words = "";
  input.addEventListener("input", () => {
    const value = readNumber(input.value);
    const taken = typeof value === "number" && take(value);
    words = taken ? "" : typeof value === "string" ? value : `“${input.value.trim()}”: ${rule}`;
    refuse(input, !taken);
    tell(BEGUN.test(input.value.trim()) ? "" : words);
  });
  input.addEventListener("blur", () => {
    if (input.matches(".refused")) tell(`${words}; ${input.dataset.shown} stays`);
    refuse(input, false);
    input.value = input.dataset.shown ?? "";
  });
}

/** Mark what is no number that can be taken. @param {HTMLInputElement} input
 * @param {boolean} refused */
export function refuse(input, refused) {
  input.classList.toggle("refused", refused);
  setAttributes(input, { "aria-invalid": refused ? "true" : null });
}
