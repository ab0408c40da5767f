/** Which explorers compute with pixels: they share a script of what no other explorer needs. */

const OTHERS = ["network-builder", "output-size"];

/** Whether an explorer takes from the script of pixels. @param {string} name as "flatten" */
export function ofPixels(name) {
  return !OTHERS.includes(name);
}
