/**
 * NumPy's random numbers: `default_rng` with its seed sequence and PCG64. Equal seeds give the
 * weights, the order of images, the moves and the dropout that Python gives.
 */

const [INIT_A, MULT_A, INIT_B, MULT_B] = [0x43b0d7e5, 0x931e8875, 0x8b51f9dd, 0x58f38ded];
const [MIX_LEFT, MIX_RIGHT, POOL] = [0xca01f9dd, 0x4973f715, 4];
const WORD = 2 ** 32;
/** PCG64's multiplier in pieces of 16 bits, the lowest first; its numbers are kept so too. */
const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];
const PIECES = MULTIPLIER.length;

/** A whole number as words of 32 bits, the lowest first. @param {number} whole */
function wordsOf(whole) {
  return whole < WORD ? [whole] : [whole % WORD, Math.floor(whole / WORD)];
}

/** One of NumPy's two ways to mix a word in. @param {number} constant @param {number} multiplier */
function hasher(constant, multiplier) {
  let now = constant;
  return (/** @type {number} */ word) => {
    const mixed = word ^ now;
    now = Math.imul(now, multiplier);
    const product = Math.imul(mixed, now);
    return product ^ (product >>> 16);
  };
}

/**
 * `SeedSequence(entropy, spawn_key=spawned).generate_state`: words that depend on all of the seed.
 * @param {number[]} seed @param {number[]} spawned @param {number} count
 */
export function seedWords(seed, spawned, count) {
  const entropy = seed.flatMap(wordsOf);
  if (spawned.length) while (entropy.length < POOL) entropy.push(0);
  entropy.push(...spawned.flatMap(wordsOf));
  const hash = hasher(INIT_A, MULT_A);
  const pool = Array.from({ length: POOL }, (_, i) => hash(entropy[i] ?? 0));
  const mix = (/** @type {number} */ to, /** @type {number} */ word) => {
    const mixed = (Math.imul(MIX_LEFT, pool[to]) - Math.imul(MIX_RIGHT, hash(word))) | 0;
    pool[to] = mixed ^ (mixed >>> 16);
  };
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) mix(to, pool[from]);
  }
  for (const word of entropy.slice(POOL)) for (let to = 0; to < POOL; to++) mix(to, word);
  const last = hasher(INIT_B, MULT_B);
  return Array.from({ length: count }, (_, i) => last(pool[i % POOL]) >>> 0);
}

/** @param {number[]} words of 32 bits: high and low halves in NumPy's order */
function pieces(words) {
  return [2, 3, 0, 1].flatMap((i) => [words[i] & 0xffff, words[i] >>> 16]);
}

/** `default_rng(seed)`, or that of a spawned seed sequence. */
export class Generator {
  /** @param {number[]} seed as [seed, epoch] @param {number[]} [spawned] */
  constructor(seed, spawned = []) {
    const words = seedWords(seed, spawned, 8);
    /** @type {number | undefined} the half of a number that has not been used yet */
    this.half = undefined;
    const start = pieces(words.slice(0, 4));
    const sequence = pieces(words.slice(4));
    this.added = sequence.map((piece, i) => {
      return ((piece << 1) | (i ? sequence[i - 1] >>> 15 : 1)) & 0xffff;
    });
    this.state = new Array(PIECES).fill(0);
    this.advance();
    let carry = 0;
    for (let i = 0; i < PIECES; i++) {
      const sum = this.state[i] + start[i] + carry;
      this.state[i] = sum & 0xffff;
      carry = sum >>> 16;
    }
    this.advance();
    this.low = 0;
    this.high = 0;
  }

  advance() {
    const { state, added } = this;
    let carry = 0;
    const next = new Array(PIECES);
    for (let i = 0; i < PIECES; i++) {
      let sum = added[i] + carry;
      for (let j = 0; j <= i; j++) sum += state[j] * MULTIPLIER[i - j];
      carry = Math.floor(sum / 65536);
      next[i] = sum - carry * 65536;
    }
    this.state = next;
  }

  /** The next 64 bits, in `low` and `high`. */
  next() {
    this.advance();
    const s = this.state;
    let low = (s[0] ^ s[4]) | ((s[1] ^ s[5]) << 16);
    let high = (s[2] ^ s[6]) | ((s[3] ^ s[7]) << 16);
    const by = s[7] >>> 10;
    if (by >= 32) [low, high] = [high, low];
    const rest = by % 32;
    this.low = rest ? (low >>> rest) | (high << (32 - rest)) : low;
    this.high = rest ? (high >>> rest) | (low << (32 - rest)) : high;
  }

  /** A number in [0, 1), of 53 bits. */
  double() {
    this.next();
    return ((this.high >>> 0) * 2 ** 21 + (this.low >>> 11)) / 2 ** 53;
  }

  word() {
    const kept = this.half;
    if (kept !== undefined) {
      this.half = undefined;
      return kept;
    }
    this.next();
    this.half = this.high >>> 0;
    return this.low >>> 0;
  }

  /** A whole number from 0 to `most`, by Lemire's way. @param {number} most */
  upTo(most) {
    if (most === 0) return 0;
    const count = most + 1;
    const least = (WORD - 1 - most) % count;
    let product = this.word() * count;
    while (product % WORD < least) product = this.word() * count;
    return Math.floor(product / WORD);
  }

  /** `permutation(count)`; a place is drawn again where it lies beyond the end.
   * @param {number} count */
  permutation(count) {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const mask = WORD / 2 ** Math.clz32(i) - 1;
      let j = this.word() & mask;
      while (j > i) j = this.word() & mask;
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
