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
addRule("unit", (_, raw) => {
  const name = typeof raw === "string" ? raw.replaceAll(" ", "") : "-";
  return raw === "" || UNIT.test(name) ? name : undefined;
});

export default { name: "live-network", compute, mount };
