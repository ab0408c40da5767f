/** Images as points on a map, by pixels or by what a network's layers make of them. */

import { element, setText, svg } from "../core/drawing/dom.js";
import { idleAll } from "../core/drawing/idle.js";
import description from "./description.json" with { type: "json" };
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { Plane } from "./plane.js";
import { CLASSES, compute, FEATURES, mapsOf, NAMES, shownOf } from "./results.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

const { marks, sizes } = description.constants;

/** Which mark is of which class. */
function legend() {
  const items = NAMES.map((name, number) => {
    const mark = svg("path", { d: `M5 5${marks[number].path}`, fill: marks[number].colour });
    const picture = svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, mark);
    return element("li", {}, picture, name);
  });
  return element("ul", { class: "legend", "aria-label": "Marks of the classes" }, ...items);
}

/** @param {import("../core/frame.js").Host} host */
function mount({ root, state, data, results: now, preview, more }) {
  const maps = mapsOf(data);
  const choose = (/** @type {number} */ point) => state.set({ point });
  const plane = new Plane(marks, {
    look: (point) => preview(point === null ? null : { point }),
    choose,
    now: () => ({
      places: now().places,
      some: shownOf(maps, state.values.category),
      point: state.values.point,
    }),
  });
  const panel = new Panel(choose, sizes.nearest);
  /** @type {[Results, Values] | undefined} */
  let last;
  const pictures = new Pictures(
    () => more(sizes.page),
    () => last && show(...last),
    (words) => setText(panel.said, words),
  );
  root.append(element("div", { class: "map-and-panel" }, plane.root, panel.root, legend()));
  /** @param {Results} found @param {Values} values */
  const show = (found, values) => {
    last = [found, values];
    if (values.point >= 0) pictures.ask();
    if (pictures.here) setText(panel.said, "");
    const { point } = values;
    const { label, answer, sureness, near, near_on_map: onMap, distances } = found;
    const heading =
      `Its five nearest by all ${found.size} numbers (${FEATURES[values.features]}), with their ` +
      "distances there:";
    const told = {
      point,
      label,
      words: `${maps.network} says ${answer}, ${sureness} %`,
      near,
      names: near.map((image) => NAMES[maps.labels[image]]),
      distances,
      kept: near.map((image) => onMap.includes(image)),
    };
    panel.draw(told, pictures.here, heading);
  };
  return {
    /** @param {Results} found @param {Values} values @param {string[]} names */
    update(found, values, names) {
      const tsne = values.method === "tsne" ? "" : "of t-SNE";
      idleAll(root, { perplexity: tsne, seed: tsne });
      if (names.some((name) => name !== "point")) {
        plane.draw(found.places, maps.labels, CLASSES.indexOf(values.category));
      }
      const { point } = values;
      const where = point < 0 ? "no image chosen" : `image ${point}, ${found.label}`;
      plane.select(
        found.places,
        point,
        found.near,
        `Map of ${maps.labels.length} images: ${where}`,
      );
      show(found, values);
    },
  };
}

export default { name: "feature-map", compute, mount };
