/** The images as the page has them: unpacked from `cnncourse.explorers.mini_set`. */

/**
 * @typedef {{classes: string[], training: number, validation: number, side: number, levels: number,
 *   labels: string, images: string, networks: {[name: string]: any}}} Payload
 * @typedef {{images: Uint8Array, labels: Uint8Array}} Some images row by row, from 0 to 255
 * @typedef {{training: Some, validation: Some, side: number, classes: string[],
 *   networks: {[name: string]: any}}} Data
 */

const AT_ONCE = 200; // images between two rests, in which the page may answer

/** @param {string} text in base64 */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * Turn the differences of some images back into grey levels, in place.
 * @param {Uint8Array} pixels @param {number} from the first image @param {number} to
 * @param {number} side @param {number} levels a power of two
 */
function rebuild(pixels, from, to, side, levels) {
  const step = 255 / (levels - 1);
  const area = side * side;
  for (let start = from * area; start < to * area; start += area) {
    for (let i = 0; i < area; i += 1) {
      const left = i % side ? pixels[start + i - 1] / step : 0;
      const above = i >= side ? pixels[start + i - side] / step : 0;
      const corner = i >= side && i % side ? pixels[start + i - side - 1] / step : 0;
      const first = left + above - corner;
      const a = Math.abs(first - left);
      const b = Math.abs(first - above);
      const c = Math.abs(first - corner);
      const guess = a <= b && a <= c ? left : b <= c ? above : corner;
      pixels[start + i] = ((pixels[start + i] + guess) & (levels - 1)) * step;
    }
  }
}

/** @param {Payload} payload @returns {Promise<Data>} */
export async function unpack({ training, validation, side, levels, classes, networks, ...packed }) {
  const stream = new Blob([bytesOf(packed.images)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const pixels = new Uint8Array(await new Response(stream).arrayBuffer());
  for (let from = 0; from < training + validation; from += AT_ONCE) {
    rebuild(pixels, from, Math.min(from + AT_ONCE, training + validation), side, levels);
    await new Promise((done) => setTimeout(done));
  }
  const labels = bytesOf(packed.labels);
  const [cut, area] = [training, side * side];
  return {
    training: { images: pixels.subarray(0, cut * area), labels: labels.subarray(0, cut) },
    validation: { images: pixels.subarray(cut * area), labels: labels.subarray(cut) },
    side,
    classes,
    networks,
  };
}
