/**
 * The sums that take the time of training: products of matrices, forwards and back.
 *
 * Matrices are rows in typed arrays, one after another. A row of weights belongs to one filter or
 * unit, so that both factors of a product are read in a straight line; several rows at once share
 * what was read.
 */

/** What all numbers of the engine are kept in; sums are formed in double precision. */
export const Numbers = Float32Array;

/** @typedef {InstanceType<typeof Numbers>} Numbers */

/**
 * out[row, unit] = a[row] · w[unit] + bias[unit].
 * @param {Numbers} a @param {number} rows @param {Numbers} w @param {number} units
 * @param {number} depth of both @param {Numbers | null} bias
 * @param {Numbers} out @param {number} at where its first row begins
 */
export function multiply(a, rows, w, units, depth, bias, out, at) {
  const fours = rows - (rows % 4);
  const twos = units - (units % 2);
  for (let row = 0; row < fours; row += 4) {
    const to = at + row * units;
    for (let unit = 0; unit < twos; unit += 2) {
      eight(a, row * depth, w, unit * depth, depth, bias, unit, out, to + unit, units);
    }
    for (let i = 0; i < 4 && twos < units; i++) {
      out[to + i * units + twos] = dot(
        a,
        (row + i) * depth,
        w,
        twos * depth,
        depth,
        bias ? bias[twos] : 0,
      );
    }
  }
  for (let row = fours; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      out[at + row * units + unit] = dot(
        a,
        row * depth,
        w,
        unit * depth,
        depth,
        bias ? bias[unit] : 0,
      );
    }
  }
}

/** Four rows times two units. @param {Numbers} a @param {number} r0 @param {Numbers} w
 * @param {number} w0 @param {number} depth @param {Numbers | null} bias @param {number} unit
 * @param {Numbers} out @param {number} to @param {number} units */
function eight(a, r0, w, w0, depth, bias, unit, out, to, units) {
  const b0 = bias ? bias[unit] : 0;
  const b1 = bias ? bias[unit + 1] : 0;
  const [r1, r2, r3, w1] = [r0 + depth, r0 + 2 * depth, r0 + 3 * depth, w0 + depth];
  let s00 = b0;
  let s01 = b1;
  let s10 = b0;
  let s11 = b1;
  let s20 = b0;
  let s21 = b1;
  let s30 = b0;
  let s31 = b1;
  for (let k = 0; k < depth; k++) {
    const u = w[w0 + k];
    const v = w[w1 + k];
    const x0 = a[r0 + k];
    s00 += x0 * u;
    s01 += x0 * v;
    const x1 = a[r1 + k];
    s10 += x1 * u;
    s11 += x1 * v;
    const x2 = a[r2 + k];
    s20 += x2 * u;
    s21 += x2 * v;
    const x3 = a[r3 + k];
    s30 += x3 * u;
    s31 += x3 * v;
  }
  out[to] = s00;
  out[to + 1] = s01;
  out[to + units] = s10;
  out[to + units + 1] = s11;
  out[to + 2 * units] = s20;
  out[to + 2 * units + 1] = s21;
  out[to + 3 * units] = s30;
  out[to + 3 * units + 1] = s31;
}

/** Summed in the order of `eight`: pixels with the same surroundings get the same number, to the bit.
 * @param {Numbers} a @param {number} from @param {Numbers} b @param {number} at
 * @param {number} depth @param {number} start */
function dot(a, from, b, at, depth, start) {
  let sum = start;
  for (let k = 0; k < depth; k++) sum += a[from + k] * b[at + k];
  return sum;
}

/**
 * The way back through a product: grads of weights and bias grow by what arrives, and the gradient
 * of `a`, where one is wanted, too. Nothing is done for a 0 that arrives, and behind a pooling three
 * of four are.
 * @param {Numbers} grad @param {number} at where its first row begins
 * @param {Numbers} a @param {number} rows @param {Numbers} w @param {number} units
 * @param {number} depth @param {Numbers} gradW @param {Numbers | null} gradBias
 * @param {Numbers | null} gradA
 */
export function spreadBack(grad, at, a, rows, w, units, depth, gradW, gradBias, gradA) {
  for (let row = 0; row < rows; row++) {
    const from = at + row * units;
    let waiting = -1;
    for (let unit = 0; unit < units; unit++) {
      const g = grad[from + unit];
      if (g === 0) continue;
      if (gradBias) gradBias[unit] += g;
      if (waiting < 0) {
        waiting = unit;
        continue;
      }
      const g0 = grad[from + waiting];
      if (gradA)
        both2(a, row * depth, w, waiting * depth, unit * depth, depth, gradW, gradA, g0, g);
      else own2(a, row * depth, waiting * depth, unit * depth, depth, gradW, g0, g);
      waiting = -1;
    }
    if (waiting < 0) continue;
    const g = grad[from + waiting];
    if (gradA) both1(a, row * depth, w, waiting * depth, depth, gradW, gradA, g);
    else own1(a, row * depth, waiting * depth, depth, gradW, g);
  }
}

/** @param {Numbers} a @param {number} r @param {Numbers} w @param {number} w0 @param {number} w1
 * @param {number} depth @param {Numbers} gradW @param {Numbers} gradA
 * @param {number} g0 @param {number} g1 */
function both2(a, r, w, w0, w1, depth, gradW, gradA, g0, g1) {
  for (let k = 0; k < depth; k++) {
    const x = a[r + k];
    gradA[r + k] += g0 * w[w0 + k] + g1 * w[w1 + k];
    gradW[w0 + k] += g0 * x;
    gradW[w1 + k] += g1 * x;
  }
}

/** @param {Numbers} a @param {number} r @param {number} w0 @param {number} w1
 * @param {number} depth @param {Numbers} gradW @param {number} g0 @param {number} g1 */
function own2(a, r, w0, w1, depth, gradW, g0, g1) {
  for (let k = 0; k < depth; k++) {
    const x = a[r + k];
    gradW[w0 + k] += g0 * x;
    gradW[w1 + k] += g1 * x;
  }
}

/** @param {Numbers} a @param {number} r @param {Numbers} w @param {number} w0
 * @param {number} depth @param {Numbers} gradW @param {Numbers} gradA @param {number} g */
function both1(a, r, w, w0, depth, gradW, gradA, g) {
  for (let k = 0; k < depth; k++) {
    gradA[r + k] += g * w[w0 + k];
    gradW[w0 + k] += g * a[r + k];
  }
}

/** @param {Numbers} a @param {number} r @param {number} w0 @param {number} depth
 * @param {Numbers} gradW @param {number} g */
function own1(a, r, w0, depth, gradW, g) {
  for (let k = 0; k < depth; k++) gradW[w0 + k] += g * a[r + k];
}
