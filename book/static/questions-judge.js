// @ts-check
/**
 * Reads and judges what is typed under a question, by the rules and in the words of
 * `cnncourse.exercises` (understood.py, kinds.py): the tests hold both to one answer.
 * A classic script: browsers refuse modules from file://.
 */

(() => {
  const MOST = 400;
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
  const DIGITS = "[0-9]+(?:[., '_][0-9]+)*[.,]?|[.,][0-9]+";
  const NUMBER = `[-+]?\\s*(?:${DIGITS})(?:e[-+]?[0-9]{1,4})?`;
  const WHOLE = new RegExp(`^(${NUMBER})\\s*(?:/\\s*(${NUMBER}))?\\s*(%)?\\s*([^0-9]*)$`);
  const PREFIX = /^(?:[a-z]\s*=|=|≈|~|about|ca\.?|roughly)\s*/;
  const POWER = /\s*[·*×x]\s*10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})/g;
  const TEN = /^([-+]?)10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})/;
  const GROUPS = /^[0-9]{1,3}([, .'_])[0-9]{3}(?:\1[0-9]{3})*$/;
  const MIXED = /^([0-9]{1,3}([, .'_])[0-9]{3}(?:\2[0-9]{3})*)([.,])([0-9]+)$/;
  const UNIT = /^[\p{L}\p{N}]+(?:[ .-]+[\p{L}\p{N}]+)*\.?$/u;
  /** @type {Record<string, number>} */
  const SCALES = { hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9 };
  const BATCH = new Set(["none", "n", "b", "batch", "?", "-1"]);
  const BETWEEN = /[\s,;x×·*()[\]{}|/]+/;
  const JOINING = new Set(["by", "and", "mal", "por", "per", "with"]);
  const NAMED = /^(?:torch\.size|(?:tf\.)?tensorshape|shape)\s*[=:]?\s*(?=[([0-9])/;
  const COUNTED = /\s*(?:pixels?|px|channels?|filters?|maps?|numbers?|units?|features?)\.?$/;

  /** A text in small letters and plain signs. @param {string} text */
  function plain(text) {
    return text
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+/g, (some) => {
        return `^${Array.from(some, (sign) => "0123456789-+"[RAISED.indexOf(sign)]).join("")}`;
      })
      .normalize("NFKC")
      .replace(/[\u2212\u2013]/g, "-")
      .replace(/\u2044/g, "/")
      .replace(/\u2019/g, "'")
      .trim()
      .toLowerCase();
  }

  /** The readings of one number. @param {string} text @returns {number[]} */
  function decimals(text) {
    const sign = text.startsWith("-") ? -1 : 1;
    const [body, power = ""] = text.replace(/^[+\- ]+/, "").split("e");
    const readings = [];
    if (GROUPS.test(body) && !body.startsWith("0")) readings.push(body.replace(/[, .'_]/g, ""));
    const mixed = MIXED.exec(body);
    if (mixed && mixed[2] !== mixed[3])
      readings.push(`${mixed[1].replace(/[, .'_]/g, "")}.${mixed[4]}`);
    if (/^(?:[0-9]*[.,]?[0-9]+|[0-9]+[.,])$/.test(body)) readings.push(body.replace(/,/g, "."));
    const scale = power ? `e${power}` : "";
    return readings.map((one) => sign * Number(one + scale));
  }

  /** Every number that a text can be read as. @param {string} answer @returns {number[]} */
  function numbers(answer) {
    if (Array.from(answer).length > MOST) return [];
    const text = plain(answer)
      .replace(PREFIX, "")
      .replace(POWER, "e$1")
      .replace(TEN, (_, sign, power) => `${sign}1e${power}`);
    const found = WHOLE.exec(text);
    if (!found) return [];
    const [, above, below, percent, unit] = found;
    const words = unit.split(/\s+/).filter(Boolean);
    let scale = 1;
    while (words.length && Object.hasOwn(SCALES, words[0])) scale *= SCALES[words.shift() ?? ""];
    if (words.length && !UNIT.test(words.join(" "))) return [];
    let readings = decimals(above).map((one) => one * scale);
    if (below) {
      const under = decimals(below).filter((one) => one !== 0);
      readings = readings.flatMap((one) => under.map((other) => one / other));
    }
    if (percent) readings = [...readings, ...readings.map((one) => one / 100)];
    return [...new Set(readings.filter(Number.isFinite))];
  }

  /** Every shape that a text can be read as. @param {string} answer @returns {number[][]} */
  function shapes(answer) {
    if (Array.from(answer).length > MOST) return [];
    const text = plain(answer).replace(NAMED, "").replace(COUNTED, "");
    const apart = text.split(/(\s+)/).map((word) => (JOINING.has(word) ? " " : word));
    let pieces = apart.join("").split(BETWEEN).filter(Boolean);
    if (BATCH.has(pieces[0])) pieces = pieces.slice(1);
    const readings = [];
    if (pieces.length && pieces.every((piece) => /^[0-9]{1,15}$/.test(piece)))
      readings.push(pieces.map(Number));
    if (pieces.length > 1) {
      const alone = numbers(text.replace(/[()[\]]|,\s*[)\]]?$/g, ""));
      const whole = alone.filter((one) => Number.isInteger(one) && one >= 0 && one < 1e15);
      readings.push(...whole.map((one) => [one]));
    }
    return readings;
  }

  /** A decimal or a fraction, or null. @param {string} piece */
  function decimalOrFraction(piece) {
    const number = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[-+]?[0-9]{1,4})?";
    const found = new RegExp(`^(${number})(?:/(${number}))?$`).exec(piece);
    if (!found) return null;
    const [above, below] = [Number(found[1]), Number(found[2] ?? 1)];
    return below && Number.isFinite(above) && Number.isFinite(below) ? above / below : null;
  }

  /** A text as an array, or null. @param {string} answer @returns {{shape: number[], flat: number[]} | null} */
  function array(answer) {
    let text = Array.from(answer).length <= 10 * MOST ? plain(answer) : "too long";
    text = text.replace(/^(?:np\.|torch\.)?(?:array|tensor|matrix)\s*\((.*)\)$/s, "$1");
    text = text.replace(/\(/g, "[").replace(/\)/g, "]");
    if (text.replace(/\s/g, "").includes("[[[")) return null;
    const values = [];
    for (const row of text.replace(/\[/g, " ").split(/[;\n\]]/)) {
      const pieces = row.split(/[,\s]+/).filter(Boolean);
      if (!pieces.length) continue;
      const read = pieces.map(decimalOrFraction);
      if (read.includes(null)) return null;
      values.push(/** @type {number[]} */ (read));
    }
    if (!values.length || new Set(values.map((row) => row.length)).size !== 1) return null;
    const flat = values.flat();
    const opened = text.split("[").length - 1;
    const row = values.length === 1 && opened < 2;
    return { shape: row ? [flat.length] : [values.length, values[0].length], flat };
  }

  /** The options that a text names, or null. @param {Question} question @param {string} answer */
  function places({ options = [] }, answer) {
    const text = answer.toLowerCase();
    const whole = options.flatMap((one, place) => (one.toLowerCase() === text ? [place] : []));
    if (whole.length) return new Set(whole);
    const pieces = text
      .replace(/,/g, " ")
      .split(/\s+/)
      .filter((piece) => piece && piece !== "and")
      .map((piece) => piece.replace(/^[().]+|[().]+$/g, ""));
    const found = pieces.map((piece) => {
      if (/^[0-9]{1,2}$/.test(piece)) return Number(piece) - 1;
      return /^[a-z]$/.test(piece) ? piece.charCodeAt(0) - 97 : -1;
    });
    const fits = found.length && found.every((place) => place >= 0 && place < options.length);
    return fits ? new Set(found) : null;
  }

  /**
   * What a question asks and knows. `right` is a number, a shape, an array or the places of options.
   * @typedef {{name: string, chapter: string, kind: string, right: any, unit?: string,
   *   wrong: {name: string, words: string, value: any}[], tolerance?: number, share?: number,
   *   options?: string[], several?: boolean, because?: Record<string, string>, hints: string[]}} Question
   * @typedef {{status: string, words: string, misconception: string}} Verdict
   */

  /** @param {string} status @param {string} [words] @param {string} [misconception] @returns {Verdict} */
  const verdict = (status, words = "", misconception = "") => ({ status, words, misconception });

  /** @param {Question} question @param {(value: any) => boolean} isThis @param {() => Verdict} other */
  function compared({ right, wrong }, isThis, other) {
    if (isThis(right)) return verdict("right");
    const shown = wrong.find(({ value }) => isThis(value));
    return shown ? verdict("wrong", shown.words, shown.name) : other();
  }

  /** A shape as Python writes it. @param {number[]} shape */
  const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

  /** @type {Record<string, (question: Question, answer: string) => Verdict>} */
  const judges = {
    number(question, answer) {
      const readings = numbers(answer);
      if (!readings.length) return verdict("cannot be judged", "this is no number");
      const { tolerance = 0, share = 0 } = question;
      /** @param {number} value */
      const near = (value) =>
        readings.some(
          (one) => Math.abs(one - value) <= tolerance + (1e-9 + share) * Math.abs(value),
        );
      return compared(question, near, () => verdict("wrong", "not this number"));
    },
    shape(question, answer) {
      const readings = shapes(answer);
      if (!readings.length)
        return verdict("cannot be judged", "this is no shape; write it as 26 x 26 x 32");
      /** @param {number[]} value */
      const among = (value) => readings.some((one) => String(one) === String(value));
      return compared(question, among, () => {
        const sides = readings.map((one) => one.length);
        const wanted = question.right.length;
        if (sides.includes(wanted)) return verdict("wrong", "not this shape");
        return verdict("wrong", `it has ${wanted} sides, not ${Math.min(...sides)}`);
      });
    },
    array(question, answer) {
      const found = array(answer);
      if (!found) {
        const like = question.right.shape.length === 1 ? "1, 2, 3" : "[[1, 2], [3, 4]]";
        const words = `these are no numbers in rows; write them as ${like}`;
        return verdict("cannot be judged", words);
      }
      const { tolerance = 0, right } = question;
      const row = right.shape.length === 1 && found.shape.length === 2;
      if (row && found.shape.includes(1)) found.shape = [found.flat.length];
      /** @param {number[]} flat */
      const off = (flat) =>
        found.flat.filter(
          (one, n) => !(Math.abs(one - flat[n]) <= tolerance + 1e-9 * Math.abs(flat[n])),
        );
      /** @param {{shape: number[], flat: number[]}} value */
      const same = ({ shape, flat }) => String(shape) === String(found.shape) && !off(flat).length;
      return compared(question, same, () => {
        const [wanted, got] = [tuple(right.shape), tuple(found.shape)];
        if (wanted !== got) return verdict("wrong", `expected shape ${wanted}, got ${got}`);
        const count = off(right.flat).length;
        return verdict("wrong", `${count} of ${found.flat.length} numbers are off`);
      });
    },
    choice(question, answer) {
      const chosen = places(question, answer);
      const { options = [], because = {}, right } = question;
      const last = String.fromCharCode(96 + options.length);
      if (!chosen) return verdict("cannot be judged", `answer with a letter from a to ${last}`);
      const own = [...chosen].sort((a, b) => a - b);
      /** @param {number[]} value */
      const same = (value) => String(own) === String([...value].sort((a, b) => a - b));
      return compared(question, same, () => {
        const reasons = own.flatMap((place) =>
          !right.includes(place) && because[place] ? [because[place]] : [],
        );
        const some = own.every((place) => right.includes(place));
        if (!reasons.length && some) reasons.push("these hold, but they are not all");
        return verdict("wrong", reasons.join(" ") || "this does not hold");
      });
    },
  };

  /** The verdict on a text. @param {Question} question @param {string} answer @returns {Verdict} */
  function judge(question, answer) {
    if (!answer.trim()) return verdict("not attempted", "nothing is answered yet");
    return judges[question.kind](question, answer);
  }

  Object.assign(globalThis, { cnncourseQuestions: { judge, numbers, shapes, array, places } });
})();
