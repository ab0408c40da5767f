// The drawing and the controls of a notebook joined by a host that announces nothing: it makes a
// model when it is asked for one. Reads [{slug, view, controls: {name: {id, state}}, moves}] from
// the file named; prints what each move did, and which models the host was asked for.
import { readFileSync } from "node:fs";

import { joinControls } from "../../cnncourse/explorers/page/core/joined.js";
import { acceptAll } from "../../cnncourse/explorers/page/core/settings.js";
import { State } from "../../cnncourse/explorers/page/core/state.js";
import "./explorers.mjs";

const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);

class Model {
  constructor(state, manager) {
    Object.assign(this, { state: { ...state }, listeners: new Map(), saved: 0 });
    this.widget_manager = manager;
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value;
    for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
  }
  save_changes() {
    this.saved += 1;
  }
  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }
  off(event, listener) {
    const rest = (this.listeners.get(event) ?? []).filter((one) => one !== listener);
    this.listeners.set(event, rest);
  }
}

const settled = () => new Promise((done) => setTimeout(done));

async function run({ view, controls, moves, host }) {
  const asked = [];
  const models = {};
  const manager = {
    async get_model(id) {
      asked.push(id);
      const found = Object.values(controls).find((one) => one.id === id);
      if (!found || host === "lost") throw new Error("widget model not found");
      models[id] ??= new Model(found.state, manager);
      return models[id];
    },
  };
  const model = new Model(view, host === "none" ? undefined : manager);
  if (host === "unpacked") {
    // Some hosts look references up before the view is told.
    const made = await Promise.all(
      Object.entries(controls).map(async ([name, { id }]) => [name, await manager.get_model(id)]),
    );
    model.state.controls = Object.fromEntries(made);
  }
  const { description } = view;
  const state = new State(description, acceptAll(description, {}).values);
  const joined = joinControls(model, state);
  await settled();
  const told = [];
  const hands = [null];
  let hand = 0;
  state.subscribe(() => {
    if (!hands.includes(state.hand)) hands.push(state.hand);
    hand = hands.indexOf(state.hand);
  });
  for (const { by, name, attribute, value, sent } of moves) {
    const control = models[controls[name]?.id];
    if (by === "hand") page.dispatchEvent(Object.assign(new Event(name), { repeat: value }));
    else if (by === "control") control?.set(attribute, sent);
    else if (by === "python") joined.fromPython(() => state.set({ [name]: value }));
    else state.set({ [name]: value });
    told.push({
      state: state.values[name],
      control: control?.get(attribute) ?? null,
      saved: control?.saved ?? 0,
      hand,
    });
  }
  joined.leave();
  const before = JSON.stringify(state.values);
  for (const { name, attribute, sent } of moves) {
    models[controls[name]?.id]?.set(attribute, sent);
  }
  return { asked, told, left: JSON.stringify(state.values) === before };
}

const found = [];
for (const one of JSON.parse(readFileSync(process.argv[2], "utf8"))) found.push(await run(one));
process.stdout.write(JSON.stringify(found));
