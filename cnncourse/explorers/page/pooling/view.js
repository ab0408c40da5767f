/** The drawing of pooling: input, window and output, and both as they were before a shift. */

import { nearestWindow } from "../arithmetic/geometry.js";
import { element, setHidden, setText } from "../core/drawing/dom.js";
import { idleAll } from "../core/drawing/idle.js";
import { MapPicture } from "../core/drawing/map.js";
import { ownPicture } from "../core/drawing/own_picture.js";
import { placeWithin } from "../core/drawing/within.js";
import { number, percent } from "../core/format.js";
import { entryOf } from "../core/own_picture.js";
import { dots, Marks, outlines } from "./marks.js";
import { sum, TUTORIAL, verdict, withoutEffect } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */

const STILL = { padding_kind: "valid", shift_down: 0, shift_right: 0, row: 0, column: 0 };
const HALVED = { ...STILL, image: "boot", kind: "max", size: 2, stride: 2, row: 5, column: 5 };

/** Settings worth a look, each set at once. @type {[string, Values][]} */
const PRESETS = [
  ["A tutorial’s 3 × 3", { ...STILL, image: "pooling-3x3", kind: "max", size: 3, stride: 3 }],
  ["Boot", HALVED],
  ["Boot, 1 pixel right", { ...HALVED, shift_right: 1 }],
  ["Boot, 1 stride right", { ...HALVED, shift_right: 2 }],
  ["Checkerboard, 1 pixel", { ...HALVED, image: "checkerboard", shift_right: 1 }],
];

/** A map under its title, at a named place of the grid.
 * @param {string} area @param {string} title @param {MapPicture} map */
function titled(area, title, map) {
  const caption = element("figcaption", {}, title);
  return { root: element("figure", { class: area }, caption, map.root), caption };
}

/** A share as a bar with its numbers. @param {string} result @param {string} words */
function share(result, words) {
  const value = element("strong", { class: "number", "data-result": result });
  const rest = element("span");
  const part = element("span", { class: "part" });
  const bar = element("span", { class: "whole", "aria-hidden": "true" }, part);
  const root = element("p", { class: "share" }, value, rest, bar);
  return {
    root,
    /** @param {number} some @param {number} all */
    draw(some, all) {
      setText(value, number(some, 0));
      setText(rest, ` of ${all} ${words}`);
      part.style.width = `${all ? (100 * some) / all : 0}%`;
    },
  };
}

/** @param {import("../core/frame.js").Host} host */
export function mount(host) {
  const { root, state, data, results: now, preview } = host;
  /** The value shown white. @param {Values} values */
  const white = (values) => {
    const { scale } = entryOf(values, data);
    return scale === 255 ? 1 : scale;
  };
  /** What was drawn last. @type {any} */
  let results;
  /** @param {number} row @param {number} column */
  const place = (row, column) => placeWithin(now().output_shape, row, column);
  // From where the state is, which may be ahead of what was drawn last.
  const step = (/** @type {number} */ down, /** @type {number} */ right) => {
    const { row, column } = place(state.values.row, state.values.column);
    state.set(place(row + down, column + right));
  };
  /** @param {number} row @param {number} column */
  const around = (row, column) => {
    const { sides, window_shape: window, stride } = now();
    const nearest = (/** @type {number} */ at, /** @type {number} */ i) =>
      nearestWindow(at, window[i], stride[i], sides[2 * i]);
    return place(nearest(row, 0), nearest(column, 1));
  };
  const hand = (/** @type {typeof place} */ at) => ({
    choose: (/** @type {number} */ row, /** @type {number} */ column) => state.set(at(row, column)),
    hover: (/** @type {number} */ row, /** @type {number} */ column) => preview(at(row, column)),
    leave: () => preview(null),
    step,
  });
  const maps = {
    input: new MapPicture("Input", hand(around)),
    window: new MapPicture("Window"),
    output: new MapPicture("Output", hand(place)),
    inputBefore: new MapPicture("Input before the shift"),
    outputBefore: new MapPicture("Output before the shift", hand(place)),
  };
  const marks = {
    winners: new Marks(maps.input, "dots"),
    now: new Marks(maps.output, "changed"),
    before: new Marks(maps.outputBefore, "changed"),
  };
  const figures = {
    input: titled("input", "Input", maps.input),
    window: titled("window", "The window", maps.window),
    output: titled("output", "Output", maps.output),
    inputBefore: titled("input-before", "Input before the shift", maps.inputBefore),
    outputBefore: titled("output-before", "Output before the shift", maps.outputBefore),
  };
  const words = { sum: element("span"), value: element("strong", { "data-result": "value" }) };
  const equation = element("p", { class: "formula number" }, words.sum, words.value);
  const said = element("p", { class: "quiet" });
  figures.window.root.append(equation, said);
  const shares = [
    share("input_changed", "input pixels changed"),
    share("output_changed", "output numbers changed (outlined)"),
  ];
  const moved = element("p");
  const changes = element("div", { class: "changes" }, ...shares.map((one) => one.root), moved);
  const tutorial = element("p", { class: "note" }, TUTORIAL);
  const order = [figures.input, figures.output, figures.window, figures.inputBefore];
  const grid = element("div", { class: "pooling" }, ...order.map((one) => one.root));
  grid.append(figures.outputBefore.root, changes);
  root.append(ownPicture(host), presets(state), tutorial, grid);

  /** @param {Values} values */
  function drawInput(values) {
    const { input, sides, window_start, window_shape, winner, original } = results;
    const high = white(values);
    const frames = [];
    if (!results.problem) {
      const [row, column] = window_start;
      const [height, width] = window_shape;
      frames.push({ row, column, height, width });
    }
    if (winner.length) {
      const place = { row: winner[0], column: winner[1], height: 1, width: 1 };
      frames.push({ ...place, kind: /** @type {"second"} */ ("second") });
    }
    const size = input.shape.join(" × ");
    setText(figures.input.caption, `Input, ${size}`);
    const label = `Input, ${size}; the window of row ${results.row}, column ${results.column}`;
    maps.input.draw(input, { high, padding: sides, frames, label });
    if (input !== original) maps.inputBefore.draw(original, { high, padding: sides });
    const written = Math.max(input.shape[0] + sides[0] + sides[1], input.shape[1]) <= 12;
    marks.winners.draw(dots(results, written), input, sides);
  }

  /** @param {Values} values */
  function drawOutput(values) {
    const { output, output_before, row, column, output_shape, kept } = results;
    const high = white(values);
    const frames = [{ row, column, height: 1, width: 1 }];
    const value = results.value === null ? "" : `: ${number(results.value, 3)}`;
    const label = `row ${row}, column ${column}${value}`;
    maps.output.draw(output, { high, frames, label: `Output, ${label}` });
    for (const map of [maps.output, maps.outputBefore]) {
      map.root.style.maxWidth = `${Math.min(output_shape[1] * 5, 24)}rem`;
    }
    setText(figures.output.caption, `Output, ${output_shape.join(" × ")} (${percent(kept)})`);
    const changed = output === output_before ? "" : outlines(output, output_before);
    marks.now.draw(changed, output, [0, 0, 0, 0]);
    if (output === output_before) return; // nothing is shifted, and nothing is shown of before
    maps.outputBefore.draw(output_before, { high, frames, label: "Output before the shift" });
    marks.before.draw(changed, output, [0, 0, 0, 0]);
  }

  /** @param {Values} values */
  function drawWindow(values) {
    const { kind } = values;
    const { window, window_start: start, window_shape: size, winner, row, column, ties } = results;
    const [height, width] = window.shape;
    const top = Math.max(-start[0], 0);
    const left = Math.max(-start[1], 0);
    const padding = [top, size[0] - height - top, left, size[1] - width - left];
    const frames = winner.length
      ? [
          {
            row: winner[0] - start[0] - top,
            column: winner[1] - start[1] - left,
            height: 1,
            width: 1,
            kind: /** @type {"second"} */ ("second"),
          },
        ]
      : [];
    maps.window.draw(window, { high: white(values), padding, frames, digits: 3 });
    maps.window.root.style.maxWidth = `${size[1] * 3.2}rem`;
    setText(figures.window.caption, `Window: row ${row}, column ${column}`);
    setText(words.sum, sum(kind, window));
    setText(words.value, number(results.value, 3));
    const many = winner.length ? ties.data[row * results.output_shape[1] + column] : 0;
    const first = many > 1 ? ` the first of ${many} equal ones,` : "";
    setText(
      said,
      winner.length
        ? `The winner,${first} row ${winner[0]}, column ${winner[1]} of the input, is framed.`
        : "Every pixel in the window takes part; padding is not counted.",
    );
  }

  return {
    /** @param {any} found @param {Values} values */
    update(found, values) {
      results = found;
      idleAll(root, withoutEffect(values));
      const isShifted = Boolean(values.shift_down || values.shift_right);
      const works = !found.problem;
      for (const one of [figures.inputBefore, figures.outputBefore, { root: changes }]) {
        setHidden(one.root, !isShifted || !works);
      }
      for (const { root } of [figures.window, figures.output]) setHidden(root, !works);
      const { image, size, stride, kind } = values;
      const theirs = image === "pooling-3x3" && size === 3 && stride === 3 && kind === "max";
      setHidden(tutorial, !theirs);
      drawInput(values);
      if (!works) return;
      drawOutput(values);
      drawWindow(values);
      const { input, output } = found;
      shares[0].draw(found.input_changed, input.data.length);
      shares[1].draw(found.output_changed, output.data.length);
      setText(moved, verdict(found, values));
    },
  };
}

/** Buttons that set several settings at once. @param {import("../core/state.js").State} state */
function presets(state) {
  const buttons = PRESETS.map(([words, values]) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => state.set(values));
    return button;
  });
  return element("div", { class: "row", role: "group", "aria-label": "Examples" }, ...buttons);
}
