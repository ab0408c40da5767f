/** The explorers in a notebook: the drawing of an anywidget; ipywidgets bring the controls. */

import { makeControls } from "./controls.js";
import { element } from "./drawing/dom.js";
import { Frame } from "./frame.js";
import { joinControls, received, send, toSend } from "./joined.js";
import { asker } from "./offered.js";
import { registered } from "./registry.js";
import { acceptAll } from "./settings.js";
import { State } from "./state.js";
import { dress } from "./style.js";

/**
 * @typedef {import("./joined.js").Model} Model
 * @typedef {import("./registry.js").Explorer} Explorer
 * @typedef {{model: Model, el: HTMLElement}} Place
 */

/**
 * What anywidget asks of the module of an explorer, whose script has registered it.
 * @param {string} name
 */
export function drawing(name) {
  const explorer = /** @type {Explorer} */ (registered(name));
  return { render: (/** @type {Place} */ place) => render(explorer, place) };
}

const PATIENCE = 20_000; // milliseconds

/**
 * Data that Python sends when a setting, or the drawing itself, asks for them.
 * @param {Model} model
 * @param {string} name
 * @returns {Promise<any>}
 */
function sent(model, name) {
  return new Promise((resolve, reject) => {
    const event = "change:more";
    const look = () => {
      const found = model.get("more")?.[name];
      if (found) end(() => resolve(found));
    };
    const fail = () => reject(new Error("Python does not answer: run the notebook's cells"));
    const late = setTimeout(() => end(fail), PATIENCE);
    const end = (/** @type {() => void} */ how) => {
      clearTimeout(late);
      model.off(event, look);
      how();
    };
    model.on(event, look);
    model.send?.({ ask: name });
    look();
  });
}

/**
 * Draw the explorer of `model` into `el` (called by anywidget).
 * @param {Explorer} explorer
 * @param {Place} place
 * @returns {() => void} takes it away
 */
function render(explorer, { model, el }) {
  const { description } = explorer;
  const { settings } = description;
  const raw = settings.map((one) => [one.name, received(one, model.get(one.name))]);
  const state = new State(description, acceptAll(description, Object.fromEntries(raw)).values);
  const host = document.createElement("div");
  el.append(host);
  const shadow = host.attachShadow({ mode: "open" });
  dress(shadow, explorer.style);
  const more = (/** @type {string} */ one) => sent(model, one);
  const frame = new Frame(explorer, state, model.get("data"), shadow, more);
  const joined = joinControls(model, state);
  // ipywidgets' controls do not come along to the whole screen: there the page's stand for them.
  const { box, controls } = frame;
  const given = Object.keys(model.get("controls") ?? {}); // the host may not know of any
  if (given.length) box.dataset.controls = given.join(" ");
  box.addEventListener("fullscreenchange", () => {
    if (!controls.hasChildNodes()) makeControls(state, controls);
    controls.hidden = !box.matches(":fullscreen");
  });
  box.append(element("div", { class: "footer" }));
  asker("projector", box)();
  // What a drawing has to tell Python beside its settings.
  host.addEventListener("explorer-told", (event) =>
    model.send?.(/** @type {CustomEvent} */ (event).detail),
  );
  const listeners = settings.map((one) => {
    const listener = () =>
      joined.fromPython(() => state.set({ [one.name]: received(one, model.get(one.name)) }));
    model.on(`change:${one.name}`, listener);
    return () => model.off(`change:${one.name}`, listener);
  });
  const leave = state.subscribe((names) => {
    // All in one message: settings that changed together arrive together.
    const changed = settings.filter((one) => names.includes(one.name));
    send(
      model,
      Object.fromEntries(changed.map((one) => [one.name, toSend(one, state.values[one.name])])),
    );
  });
  return () => {
    leave();
    joined.leave();
    for (const stop of listeners) stop();
    frame.destroy();
  };
}
