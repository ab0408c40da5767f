/** What a file is that is no safetensors file: told by how it begins. */

/** @type {[beginning: string, words: string][]} */
const BEGINNINGS = [
  ["\x89HDF\r\n", "an HDF5 file, as Keras writes .h5"],
  ["PK\x03\x04", "a zip archive, such as a .keras, .pt or .npz file"],
  ["\x80\x02", "a pickle, as older files of PyTorch are"],
  ["\x80\x03", "a pickle"],
  ["\x80\x04", "a pickle"],
  ["\x80\x05", "a pickle"],
  ["\x93NUMPY", "an array of NumPy (.npy)"],
  ["GGUF", "a GGUF file"],
  ["\x1f\x8b", "a gzip archive"],
  ["\x89PNG", "a picture (PNG)"],
  ["\xff\xd8\xff", "a picture (JPEG)"],
  ["%PDF", "a PDF document"],
  ["version http", "a pointer of Git LFS, not the file itself"],
  ["{", "JSON text"],
  ["<", "a web page"],
];

/** @param {Uint8Array} bytes of the file; an empty answer where it cannot be told */
export function kindOf(bytes) {
  if (!bytes.length) return "an empty file";
  const start = String.fromCharCode(...bytes.subarray(0, 24));
  return BEGINNINGS.find(([beginning]) => start.startsWith(beginning))?.[1] ?? "";
}
