/** What is pointed at in the pictures of a number, and how one answers to it. */

/** @typedef {import("../../../core/drawing/map.js").Frame} Frame */

/** The cell to begin with: the winner's, or the first within the layer.
 * @param {import("./explain.js").Explained} found @returns {number[]} */
export function firstCell({ winner, rows = [], columns = [] }) {
  if (winner) return [rows.indexOf(winner[0]), columns.indexOf(winner[1])];
  return [rows, columns].map((taps) =>
    Math.max(
      taps.findIndex((tap) => tap >= 0),
      0,
    ),
  );
}

/** How the layer before looks, with the window and the cell in it.
 * @param {number[]} shape of the layer @param {number[]} rows that the window reads
 * @param {number[]} columns @param {Frame} cell
 * @returns {import("../../../core/drawing/map.js").Look} */
export function windowLook([height, width], rows, columns, cell) {
  const [last, end] = [rows[rows.length - 1], columns[columns.length - 1]];
  const padding = [-rows[0], last - height + 1, -columns[0], end - width + 1];
  const size = { height: last - rows[0] + 1, width: end - columns[0] + 1 };
  return {
    numbers: false,
    padding: padding.map((pixels) => Math.max(pixels, 0)),
    frames: [{ row: rows[0], column: columns[0], ...size }, cell],
  };
}

/** Answer to a click, to Enter and to the space bar.
 * @param {HTMLElement} root @param {(key: boolean) => void} act */
export function press(root, act) {
  root.addEventListener("click", () => act(false));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(true);
  });
}
