/**
 * In a notebook: the ipywidgets controls and the drawing, joined without Python.
 *
 * The drawing's model names its controls by reference and asks the host for them. A host that
 * only knows the models it was asked for, as Colab does in the output of a cell, finds them so;
 * links that nothing refers to it would never load.
 */

/**
 * @typedef {import("./settings.js").Setting} Setting
 * @typedef {import("./state.js").State} State
 * @typedef {{get: (name: string) => any, set: (name: string, value: any) => void,
 *   save_changes: () => void, send?: (content: any) => void, on: (event: string, listener: () => void) => void,
 *   off: (event: string, listener: () => void) => void,
 *   widget_manager?: {get_model?: (id: string) => Promise<Model> | undefined}}} Model
 */

const REFERENCE = "IPY_MODEL_";
/** When a hand takes hold of a control or lets it go. */
const HANDS = ["pointerdown", "pointerup", "keydown", "keyup"];

/** A choice travels as its place, because that is what a Dropdown shares with the page.
 * @param {Setting} setting @param {any} sent */
export function received(setting, sent) {
  return setting.kind === "choice" ? setting.options?.[sent]?.value : sent;
}

/** @param {Setting} setting @param {any} value */
export function toSend(setting, value) {
  if (setting.kind !== "choice") return value;
  return setting.options?.findIndex((option) => option.value === value);
}

/** The attribute of a control that holds its value. @param {Setting} setting */
function attributeOf(setting) {
  return setting.kind === "choice" ? "index" : "value";
}

/**
 * Set what differs in a model, and tell Python in one message.
 * @param {Model} model @param {{[attribute: string]: any}} values
 */
export function send(model, values) {
  const before = Object.keys(values).map((name) => model.get(name));
  const differing = Object.entries(values).filter(
    ([, value], i) => JSON.stringify(value) !== JSON.stringify(before[i]),
  );
  for (const [name, value] of differing) model.set(name, value);
  if (differing.length) model.save_changes();
}

/** The model that a reference names. @param {Model} model @param {any} reference */
async function modelOf(model, reference) {
  if (typeof reference !== "string") return reference; // a host that looks them up itself
  return model.widget_manager?.get_model?.(reference.slice(REFERENCE.length));
}

/**
 * Join the controls of a drawing's model to its state, as soon as the host has found them.
 * @param {Model} model
 * @param {State} state
 * @returns {{leave: () => void, fromPython: (change: () => void) => void}} fromPython: makes a
 *   change of which Python itself tells the controls
 */
export function joinControls(model, state) {
  /** @type {(() => void)[]} */
  const undo = [];
  let gone = false;
  let quiet = false;
  /** The present move of a hand on each control. @type {Map<Model, object>} */
  const moves = new Map();
  const anew = (/** @type {Event} */ event) =>
    /** @type {KeyboardEvent} */ (event).repeat || moves.clear();
  for (const kind of HANDS) addEventListener(kind, anew, true);
  undo.push(() => {
    for (const kind of HANDS) removeEventListener(kind, anew, true);
  });
  /** @param {Setting} setting @param {Model} control */
  const join = (setting, control) => {
    const attribute = attributeOf(setting);
    const follow = () => {
      if (!moves.has(control)) moves.set(control, {});
      state.hand = moves.get(control) ?? null;
      state.set({ [setting.name]: received(setting, control.get(attribute)) });
      state.hand = null;
    };
    control.on(`change:${attribute}`, follow);
    undo.push(() => control.off(`change:${attribute}`, follow));
    undo.push(
      state.subscribe((names) => {
        if (quiet || !names.includes(setting.name)) return;
        send(control, { [attribute]: toSend(setting, state.values[setting.name]) });
      }),
    );
    follow(); // it may have been moved before the drawing was there
  };
  for (const setting of state.description.settings) {
    const reference = model.get("controls")?.[setting.name];
    if (!reference) continue;
    modelOf(model, reference).then(
      (control) => control && !gone && join(setting, control),
      (error) => console.warn(`${setting.name}: the control was not found. ${error}`),
    );
  }
  return {
    leave() {
      gone = true;
      for (const one of undo) one();
    },
    fromPython(change) {
      quiet = true;
      try {
        change();
      } finally {
        quiet = false;
      }
    },
  };
}
