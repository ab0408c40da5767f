/** What a file says of its picture before it is decoded: its size, and whether it moves. */

/** @typedef {{width: number, height: number, moves: boolean} | undefined} Header undefined where
 * it says nothing, or in a way that is not known here */

export const HEAD = 2 ** 20; // bytes in which the size stands, also behind a small preview

/** @param {Uint8Array} bytes the first ones of a file @returns {Header} */
export function header(bytes) {
  if (bytes.length < 32) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (/** @type {number} */ at, /** @type {string} */ text) =>
    [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if (starts(1, "PNG")) {
    return { width: view.getUint32(16), height: view.getUint32(20), moves: has(bytes, "acTL") };
  }
  if (starts(0, "GIF8")) {
    const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
    return { width, height, moves: has(bytes, "NETSCAPE2.0") };
  }
  if (starts(0, "RIFF") && starts(8, "WEBP")) return webp(view, starts, bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(view);
  return undefined;
}

/** @param {Uint8Array} bytes @param {string} text */
function has(bytes, text) {
  const [first, ...rest] = [...text].map((letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (rest.every((code, i) => bytes[at + 1 + i] === code)) return true;
  }
  return false;
}

/** @param {DataView} view @param {(at: number, text: string) => boolean} starts
 * @param {Uint8Array} bytes @returns {Header} */
function webp(view, starts, bytes) {
  if (starts(12, "VP8X")) {
    const [wide, high] = [24, 27].map((at) => view.getUint32(at, true) & 0xffffff);
    return { width: wide + 1, height: high + 1, moves: has(bytes, "ANIM") };
  }
  if (starts(12, "VP8L")) {
    const both = view.getUint32(21, true);
    return { width: (both & 0x3fff) + 1, height: ((both >>> 14) & 0x3fff) + 1, moves: false };
  }
  const [width, height] = [26, 28].map((at) => view.getUint16(at, true) & 0x3fff);
  return { width, height, moves: false };
}

/** The size stands in the frame's header, behind what cameras write. @param {DataView} view
 * @returns {Header} */
function jpeg(view) {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const mark = view.getUint8(at + 1);
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), moves: false };
    }
    at += mark === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
