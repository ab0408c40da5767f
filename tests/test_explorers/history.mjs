// Steps taken back and done again, without a screen: reads [{slug, names, moves}] from the file
// named; prints the values, and which of the buttons is alive, after every move.
import { readFileSync } from "node:fs";

import { History } from "../../cnncourse/explorers/page/core/history.js";
import { acceptAll } from "../../cnncourse/explorers/page/core/settings.js";
import { State } from "../../cnncourse/explorers/page/core/state.js";
import { EXPLORERS } from "./explorers.mjs";

globalThis.Text = class {};
globalThis.document = {
  createElement() {
    const made = new EventTarget();
    made.attributes = {};
    made.getAttribute = (name) => made.attributes[name];
    made.setAttribute = (name, value) => (made.attributes[name] = value);
    made.append = () => {};
    made.childNodes = [];
    made.click = () => made.dispatchEvent(new Event("click"));
    return made;
  },
};

/** As an element's surface: what listens while an event comes down, then what listens going up. */
function makeSurface() {
  const listeners = [];
  return {
    addEventListener: (kind, hears, down = false) => listeners.push({ kind, hears, down }),
    dispatch(event) {
      const called = listeners.filter((one) => one.kind === event.type);
      const down = called.filter((one) => one.down);
      for (const { hears } of [...down, ...called.filter((one) => !one.down)]) hears(event);
    },
  };
}

function run({ slug, names, moves }) {
  const { description } = EXPLORERS[slug];
  const state = new State(description, acceptAll(description, {}).values);
  const surface = makeSurface();
  const inputs = {};
  const hands = {};
  const raise = (kind, input, more = {}) => {
    inputs[input] ??= { type: input.split(" ")[0] };
    surface.dispatch({ type: kind, target: inputs[input], preventDefault() {}, ...more });
  };
  let now;
  surface.addEventListener("input", () => state.set(now)); // as an input of the page does
  const root = { getRootNode: () => surface };
  const history = new History(
    { root, state, settle() {}, say() {} },
    names ?? Object.keys(state.values),
  );
  return moves.map(({ by, input, changes, ...more }) => {
    now = changes;
    if (by === "set") {
      if (more.hand) hands[more.hand] ??= {};
      state.hand = hands[more.hand] ?? null;
      state.set(changes);
      state.hand = null;
    }
    if (by === "reset") state.set(state.initial);
    else if (by === "take") history.take(changes, "Done.");
    else if (by === "undo" || by === "redo") history[by].click();
    else if (by !== "set") raise(by, input, more);
    const alive = ["undo", "redo"].map((n) => history[n].attributes["aria-disabled"] === "false");
    return { values: state.values, alive };
  });
}

const found = JSON.parse(readFileSync(process.argv[2], "utf8")).map(run);
process.stdout.write(JSON.stringify(found));
