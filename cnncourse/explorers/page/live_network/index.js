/** Two trained networks at work on one picture, which can be moved, shrunk and drawn. */

import { addRule } from "../core/settings.js";
import { fromText, toText } from "./item.js";
import { compute } from "./results.js";
import { mount } from "./view.js";

addRule("sketch", (_, raw) => {
  const levels = typeof raw === "string" ? fromText(raw) : null;
  return levels ? toText(levels) : undefined;
});

const UNIT = /^[a-z][a-z0-9_]{0,29}\[(0|[1-9]\d{0,4})(,(0|[1-9]\d{0,4})){0,2}\]$/;
addRule("unit", (_, raw) =>
  raw === "" || (typeof raw === "string" && UNIT.test(raw)) ? raw : undefined,
);

export default { name: "live-network", compute, mount };
