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
  const PREFIX = /^(?:[a-z]+\s*[=:]|=|≈|~|about|around|approx(?:imately|\.)?|ca\.?|roughly)\s*/;
  const LEAD =
    /^(?:(?:it|this|that|(?:the )?(?:answer|shape|size|number|result|output|map))(?: is|'s)|i (?:choose|pick|say|think))\s*[:=]?\s+/;
  const SCALAR = /(?:np\.)?(?:u?int|float)[0-9]{1,2}\(([^()]*)\)/g;
  const ASIDE = /,\s*(?:dtype=[a-z0-9_.]+|shape=\([0-9, ]*\)|grad_fn=<[a-z0-9]*>)/g;
  const WRAPPED = /^(?:np\.|torch\.|tf\.)?(?:array|tensor|matrix)\s*\((.*)\)$/s;
  const ROWS_FIRST = /^[^a-z]*rows?[^a-z]+(?:(?:x|by|and)[^a-z]+)?col(?:umn)?s?(?![a-z])/;
  const ROWS = /\s*(?:rows?|col(?:umn)?s?)(?![a-z])/g;
  const PIXELS = /([0-9])\s*(?:px|pixels?)(?![a-z])/g;
  const ENDS = "top bottom left right";
  const POWER = /\s*[·*×x]\s*10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})/g;
  const TEN = /^([-+]?)10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})/;
  const GROUPS = /^[0-9]{1,3}([, .'_])[0-9]{3}(?:\1[0-9]{3})*$/;
  const MIXED = /^([0-9]{1,3}([, .'_])[0-9]{3}(?:\2[0-9]{3})*)([.,])([0-9]+)$/;
  const UNIT = /^[\p{L}\p{N}]+(?:[ .-]+[\p{L}\p{N}]+)*\.?$/u;
  /** @type {Record<string, number>} */
  const SCALES = { hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9 };
  /** @type {Record<string, number>} */
  const LETTERS = { k: 1e3, m: 1e6 };
  const BATCH = new Set(["none", "n", "b", "batch", "?", "-1"]);
  const BETWEEN = /[\s,;x×·*()[\]{}|/]+/;
  const JOINING = new Set(["by", "and", "mal", "por", "per", "with"]);
  const NAMED =
    /^(?:torch\.size|(?:tf\.)?tensorshape|shape|(?:\([a-z, ]+\)\s*)?=)\s*[=:]?\s*(?=[([0-9])/;
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

  /** A plain text without what NumPy and the frameworks print around numbers. @param {string} text */
  function bare(text) {
    const inside = plain(text)
      .replace(LEAD, "")
      .replace(/^[*$`"' ]+|[*$`"' ]+$/g, "");
    return inside.replace(SCALAR, "$1").replace(ASIDE, "").replace(WRAPPED, "$1");
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
    const text = bare(answer)
      .replace(PREFIX, "")
      .replace(/^[[(]([^[\]()]*)[\])]$/, "$1")
      .replace(/^minus\s+/, "-")
      .trim()
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
    const letter = Object.hasOwn(LETTERS, words.join(" ")) ? LETTERS[words.join(" ")] : 0;
    if (letter) readings = [...readings, ...readings.map((one) => one * letter)];
    if (percent) readings = [...readings, ...readings.map((one) => one / 100)];
    return [...new Set(readings.filter(Number.isFinite))];
  }

  /** Every shape that a text can be read as. @param {string} answer @returns {number[][]} */
  function shapes(answer) {
    if (Array.from(answer).length > MOST) return [];
    let text = bare(answer)
      .replace(NAMED, "")
      .replace(/[. ]+$/, "")
      .replace(PIXELS, "$1");
    text = (ROWS_FIRST.test(text) ? text.replace(ROWS, " ") : text).replace(COUNTED, "");
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

  /** @typedef {{shape: number[], flat: number[]}} Rows */

  /** The table or row of a text, and its column as a row where nothing says which. @param {string} text @returns {Rows[]} */
  function tables(text) {
    const values = [];
    for (const row of text.replace(/\[/g, " ").split(/[;|\n\]]/)) {
      const pieces = row.split(/[,\s]+/).filter(Boolean);
      if (!pieces.length) continue;
      const read = pieces.map((piece) => decimalOrFraction(piece.replace(/%$/, "")));
      if (read.includes(null)) return [];
      values.push(/** @type {number[]} */ (read));
    }
    if (!values.length || new Set(values.map((row) => row.length)).size !== 1) return [];
    const flat = values.flat();
    const opened = text.split("[").length - 1;
    if (values.length === 1 && opened < 2) return [{ shape: [flat.length], flat }];
    const found = [{ shape: [values.length, values[0].length], flat }];
    const apart = !opened && values.length > 1 && values[0].length === 1;
    return apart ? [...found, { shape: [flat.length], flat }] : found;
  }

  /** Every array that a text can be read as. @param {string} answer @returns {Rows[]} */
  function arrays(answer) {
    let text = Array.from(answer).length <= 10 * MOST ? bare(answer) : "too long";
    text = text.replace(/[({]/g, "[").replace(/[)}]/g, "]");
    text = text.replace(/(?<![a-z])and(?![a-z])/g, " ").replace(/[. ]+$/, "");
    if ((text.match(/[a-z]+/g) ?? []).join(" ") === ENDS)
      text = text.replace(/[a-z]+\s*[=:]?/g, " ");
    if (text.replace(/\s/g, "").includes("[[[")) return [];
    if (text.split("[").length === 2) text = text.replace(/\n/g, " ");
    text = text.replace(/\s+%/g, "%").replace(/\s*\/\s*/g, "/");
    const spelt = new Set([text, text.replace(/(?<=[0-9]),(?=[0-9])/g, ".")]);
    const shares = text.includes("%") ? [1, 100] : [1];
    return [...spelt].flatMap(tables).flatMap(({ shape, flat }) => {
      return shares.map((share) => ({ shape, flat: flat.map((one) => one / share) }));
    });
  }

  /** An array in another shape, where that is only another way to write it. @param {Rows} found @param {number[]} shape @returns {Rows} */
  function laid(found, shape) {
    const [own, wanted] = [String(found.shape), String(shape)];
    const pairs = own === "2,2" && wanted === "4";
    if (pairs || `1,${own}` === wanted) return { shape, flat: found.flat };
    const alone = shape.length === 1 && found.shape.includes(1);
    return alone ? { shape: [found.flat.length], flat: found.flat } : found;
  }

  /** A place in the options, from 0, or -1. @param {string} text */
  function place(text) {
    if (/^[0-9]{1,2}$/.test(text)) return Number(text) - 1;
    return /^[a-z]$/.test(text) ? text.charCodeAt(0) - 97 : -1;
  }

  /** The options that a text names, or null. @param {Question} question @param {string} answer */
  function places({ options = [], several = false }, answer) {
    /** @param {string} one */
    const stripped = (one) => one.toLowerCase().replace(/^["'.! ]+|["'.! ]+$/g, "");
    const small = answer.trim().replace(/\s+/g, " ").toLowerCase();
    let text = stripped(small.replace(LEAD, ""));
    const known = options.map(stripped);
    const whole = known.flatMap((one, which) => (one === text ? [which] : []));
    if (whole.length) return new Set(whole);
    const letter = /^\(?([a-z])(?:[).:] ?| ?[-–—] ?| )/.exec(text);
    if (letter && known[place(letter[1])] === text.slice(letter[0].length))
      return new Set([place(letter[1])]);
    const reason = /^\(?([a-z])\)?[.,:;]? (?:because|since)(?![a-z0-9_])/.exec(text);
    if (reason && !several) {
      const which = place(reason[1]);
      return which < options.length ? new Set([which]) : null;
    }
    text = text.replace(/^(?:the )?(?:options?|answers?|choices?) ?[:=]? ?/, "");
    if (several && /^[a-z]{2,26}$/.test(text) && new Set(text).size === text.length)
      text = [...text].join(" ");
    const pieces = text.split(/[\s,;&+/]+/).filter((piece) => piece && piece !== "and");
    const found = pieces.map((piece) =>
      place(piece.replace(/^[().:[\]{}*"']+|[().:[\]{}*"']+$/g, "")),
    );
    const fits = found.length && found.every((which) => which >= 0 && which < options.length);
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

  /** @param {Question} question @param {(value: any) => boolean} isThis @param {() => Verdict} other @param {(value: any) => boolean} [shows] */
  function compared({ right, wrong }, isThis, other, shows = isThis) {
    if (isThis(right)) return verdict("right");
    const shown = wrong.find(({ value }) => shows(value));
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
      /** @param {number} one @param {number} value */
      const close = (one, value) =>
        Math.abs(one - value) <= tolerance + (1e-9 + share) * Math.abs(value);
      /** @param {number} value */
      const near = (value) => readings.some((one) => close(one, value));
      /** @param {number} value */
      const shows = (value) =>
        readings.some((one) => close(one, value) && Math.abs(one - value) <= 0.1 * Math.abs(value));
      return compared(question, near, () => verdict("wrong", "not this number"), shows);
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
      const readings = arrays(answer);
      const { tolerance = 0, right } = question;
      if (!readings.length) {
        const like = right.shape.length === 1 ? "1, 2, 3" : "[[1, 2], [3, 4]]";
        const words = `these are no numbers in rows; write them as ${like}`;
        return verdict("cannot be judged", words);
      }
      /** @param {Rows} found @param {number[]} flat */
      const off = (found, flat) =>
        found.flat.filter(
          (one, n) => !(Math.abs(one - flat[n]) <= tolerance + 1e-9 * Math.abs(flat[n])),
        );
      /** @param {Rows} value */
      const same = ({ shape, flat }) =>
        readings.some((one) => {
          const found = laid(one, shape);
          return String(shape) === String(found.shape) && !off(found, flat).length;
        });
      return compared(question, same, () => {
        const all = readings.map((one) => laid(one, right.shape));
        const found = all.find((one) => String(one.shape) === String(right.shape)) ?? all[0];
        const [wanted, got] = [tuple(right.shape), tuple(found.shape)];
        if (wanted !== got) return verdict("wrong", `expected shape ${wanted}, got ${got}`);
        const count = off(found, right.flat).length;
        return verdict("wrong", `${count} of ${found.flat.length} numbers are off`);
      });
    },
    choice(question, answer) {
      const chosen = places(question, answer);
      const { options = [], because = {}, right } = question;
      const last = String.fromCharCode(96 + options.length);
      if (!chosen) return verdict("cannot be judged", `answer with a letter from a to ${last}`);
      if (chosen.size > 1 && !question.several)
        return verdict("cannot be judged", `choose one: answer with a letter from a to ${last}`);
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

  Object.assign(globalThis, { cnncourseQuestions: { judge, numbers, shapes, arrays, places } });
})();
