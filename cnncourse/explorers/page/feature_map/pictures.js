/** The pictures as the page has them: unpacked from `cnncourse.explorers.mini_set`. */

/** @typedef {{images: string, side: number, step: number}} Packed */
/** @typedef {{images: Uint8Array, side: number}} Unpacked row by row, from 0 to 255 */

/** @param {Packed} packed @returns {Promise<Unpacked>} */
export async function unpack({ images, side, step }) {
  const bytes = Uint8Array.from(atob(images), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const pairs = new Uint8Array(await new Response(stream).arrayBuffer());
  const found = new Uint8Array(2 * pairs.length);
  for (let i = 0; i < found.length; i += 1) {
    const pair = pairs[i >> 1];
    found[i] = step * (i % 2 ? pair & 15 : pair >> 4);
  }
  return { images: found, side };
}

/** The pictures, loaded when one is first pointed at. */
export class Pictures {
  /** @param {() => Promise<Packed>} load @param {() => void} come
   * @param {(words: string) => void} fail */
  constructor(load, come, fail) {
    this.load = load;
    this.come = come;
    this.fail = fail;
    /** @type {Unpacked | undefined} */
    this.here = undefined;
    this.asked = false;
  }

  ask() {
    if (this.asked) return;
    this.asked = true;
    this.load()
      .then(async (packed) => {
        this.here = await unpack(packed);
        this.come();
      })
      .catch((error) => {
        this.asked = false;
        this.fail(error.message);
      });
  }
}
