// What the training explorer shows, without a screen: its drawings are made of elements that only
// remember what was set. Reads {architecture} of a small network from the JSON file named; plays one
// scene after the other, and prints what was seen of each.
import { readFileSync } from "node:fs";

class Made extends EventTarget {
  attributes = {};
  children = [];
  style = {};
  dataset = {};
  classList = { add() {}, toggle() {} };
  hidden = false;
  textContent = "";
  value = "";
  constructor(tag) {
    super();
    this.tag = tag;
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  append(...more) {
    for (const one of more) {
      if (typeof one === "string") this.textContent += one;
      else this.children.push(one);
    }
  }
  replaceChildren(...all) {
    this.children = all;
  }
  getContext() {
    const createImageData = (width, height) => {
      return { width, height, data: new Uint8ClampedArray(4 * width * height) };
    };
    const putImageData = (image) => {
      this.painted = image;
    };
    return { createImageData, putImageData, clearRect() {} };
  }
}

globalThis.Text = class {};
globalThis.HTMLElement = class {};
globalThis.document = {
  createElement: (tag) => new Made(tag),
  createElementNS: (_, tag) => new Made(tag),
  currentScript: null,
};
globalThis.location = { href: "file:///page.html", hash: "" };
globalThis.matchMedia = () => ({ matches: false });

const page = "../../cnncourse/explorers/page";
const load = (name) => import(`${page}/training/${name}.js`);
const { rangeInput } = await import(`${page}/core/inputs.js`);
const { Session } = await load("engine/session");
const { ANSWERS } = await load("answers");
const { Chart } = await load("chart");
const { Course } = await load("course");
const { CurveCharts } = await load("curves");
const { Kernels } = await load("kernels");
const { RangeTest } = await load("rates");
const { View } = await load("view");
const { runWords } = await load("words");
const { Gradients } = await load("parts/looks/gradients");
const { LayerMaps } = await load("parts/looks/maps");
const { Picture } = await load("parts/looks/picture");
const { Wrong } = await load("parts/looks/wrong");

const { architecture } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const COUNT = 60;
const AREA = architecture.input_shape.reduce((a, b) => a * b, 1);
const some = {
  images: Uint8Array.from({ length: COUNT * AREA }, (_, i) => (i * i * 7 + i) % 256),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => i % 10),
};
const SETTINGS = { batch_size: 1, learning_rate: 0.001, images: COUNT };
const values = {
  ...{ network: "B", learning_rate: 0.04, optimizer: "sgd", momentum: 0, batch_size: 20 },
  ...{ images: 5000, shift: 0, weight_decay: 0, dropout: 0, validation_shift: 0, seed: 0 },
};

/** A view whose learner is an engine in this very thread: what is asked is heard at once. */
function opened(settings = {}) {
  const told = [];
  const view = Object.create(View.prototype);
  let now = 0;
  const session = new Session(
    (message) => {
      told.push(message);
      view.told(message);
    },
    () => (now += 1),
  );
  const drain = () => {
    while (session.busy) session.slice(12);
  };
  const ask = (type, more = {}) => session.hear({ type, ...more });
  const progress = [];
  const root = new EventTarget();
  root.addEventListener("explorer-told", ({ detail }) => progress.push(detail.progress));
  Object.assign(view, {
    ...{ points: [0], wanted: null, busy: "", running: false, acted: false, course: new Course() },
    ...{ looks: undefined, kernels: new Kernels(), rates: new RangeTest(() => {}) },
    run: { learner: { back: (step) => ask("back", { step }), pause: () => ask("pause") } },
    back: rangeInput({ label: "Back to step", low: 0, high: 0, step: 1, set() {} }),
    host: { root, say() {}, state: { values } },
    ask() {},
    tell() {},
  });
  const open = { architecture, seed: 1, training: some, validation: some };
  ask("open", { ...open, settings: { ...SETTINGS, ...settings } });
  drain();
  const steps = (count) => {
    ask("step", { count });
    drain();
  };
  const arrays = () => {
    ask("weights");
    return JSON.stringify(told.pop().arrays);
  };
  return { view, session, told, ask, drain, steps, arrays, progress };
}

/** The last place of the slider. */
const last = (view) => (view.stops ?? [...view.points, 0]).length - 1;

/** The ends of the curves that are shown. */
function ends(view) {
  const { batches, validation } = view.course.curves("loss");
  return [batches, validation].map((one) => one.at(-1)?.[0] ?? null);
}

function slider() {
  const one = opened();
  const { view, drain } = one;
  const go = (index) => {
    view.goBack(index);
    drain();
    return view.course.step;
  };
  one.steps(63);
  const before = one.arrays();
  const found = { right: go(last(view)), points: view.points, full: ends(view) };
  go(0);
  found.home = [view.course.step, last(view), ends(view)];
  found.arrow = go(1);
  found.forward = [go(last(view)), ends(view), one.arrays() === before];
  go(2);
  found.two = [view.course.step, view.points];
  one.ask("keep");
  one.steps(1);
  found.other = [view.points, ends(view)];
  one.ask("run");
  for (let i = 0; i < 50; i++) one.session.slice(1);
  const { points } = view;
  found.running = [points, view.course.step];
  view.goBack(1); // as by a key, and at once the other way, before an answer is heard
  found.stopped = [view.course.step, view.running, view.wanted];
  drain();
  found.late = [go(last(view)), view.points.at(-1)];
  return found;
}

/** Keys that come faster than answers: each starts from where the last one wanted to go. */
function hasty() {
  const one = opened();
  one.steps(40);
  const asked = [];
  one.view.run.learner = { back: (step) => asked.push(step), pause() {} };
  for (let i = 0; i < 3; i++) {
    one.view.goBack(Number(one.view.back.input.value || last(one.view)) - 1);
    one.view.showBack(); // a frame is drawn before the answer is there
  }
  return { asked, shown: one.view.back.input.getAttribute("aria-valuetext") };
}

function fineness() {
  const one = opened();
  one.steps(2600);
  const coarse = one.view.course.batches.buckets.length;
  one.ask("back", { step: 0 });
  one.drain();
  one.steps(300);
  const fine = one.view.course.curves("loss").batches.map(([step]) => step);
  const points = one.view.points;
  one.steps(2300);
  const late = one.view.course.curves("loss").batches;
  return { coarse, fine, points, late: late.length, end: late.at(-1)[0] };
}

function shifted() {
  const one = opened({ validation_shift: 3 });
  const [measured] = one.told.filter(({ type }) => type === "measured");
  const side = architecture.input_shape[0];
  const state = { values: { image: 7, validation_shift: 3 } };
  const data = { validation: some };
  const levels = Picture.prototype.levels.call({ own: null, side, state, data });
  const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  const wrong = new Wrong({ validation: some, classes, side }, () => {});
  wrong.draw([{ index: 7, label: 1, predicted: 2, probability: 0.5 }], measured.right);
  const { data: colours } = wrong.made[0].canvas.painted;
  return {
    right: measured.right,
    image: [...some.images.subarray(7 * AREA, 8 * AREA)],
    levels: Array.from(levels, (level) => Math.round(255 * level)),
    painted: Array.from({ length: AREA }, (_, at) => colours[4 * at]),
    words: wrong.root.children.map((child) => child.textContent),
  };
}

function diverged() {
  const one = opened({ learning_rate: 1000, momentum: 0.99 });
  one.view.acted = true;
  one.steps(300);
  one.ask("look", { image: some.images.slice(0, AREA) });
  const maps = one.told.at(-1);
  const drawn = new LayerMaps(["Bag"]);
  drawn.draw(maps, "Bag");
  const kernels = new Kernels();
  const [first] = one.told.filter((message) => message.kernels);
  kernels.draw({ ...first.kernels, values: first.kernels.values.fill(Number.NaN) });
  const progress = one.progress.at(-1);
  one.ask("back", { step: 0 });
  one.drain();
  return {
    ...{ predicted: maps.predicted, says: drawn.says.textContent, step: one.view.course.step },
    ranges: drawn.rows.map(({ range }) => range.textContent),
    kernels: kernels.range.textContent,
    progress: [progress, one.progress.at(-1)],
  };
}

function kept() {
  const charts = new CurveCharts();
  const line = (from, to) => Object.entries({ 0: from, 50: to }).map(([at, y]) => [Number(at), y]);
  const curve = { batches: [], training: line(2, 1), validation: line(2.5, 1.5) };
  charts.keep({ name: "the one before", step: 50, loss: curve, accuracy: curve });
  charts.draw(new Course());
  const label = charts.loss.svg.getAttribute("aria-label");
  charts.keep(null);
  charts.draw(new Course());
  const others = { ...values, momentum: 0.9, batch_size: 500, shift: 4, weight_decay: 0.05 };
  const rest = { dropout: 0.5, validation_shift: 1 };
  const adam = { ...values, optimizer: "adam", momentum: 0.9 };
  return {
    ...{ label, without: charts.loss.svg.getAttribute("aria-label") },
    names: [values, { ...others, ...rest }, adam].map(runWords),
  };
}

function range() {
  const one = opened({ batch_size: 20 });
  const { view } = one;
  const rates = () => one.told.filter(({ type }) => type === "range");
  const states = () => one.told.filter(({ type }) => type === "state");
  one.ask("range");
  while (!(rates().at(-1)?.rates.length >= 5)) one.session.slice(1);
  const before = rates().length;
  one.ask("run");
  one.ask("set", { settings: { validation_shift: 1 } });
  const running = states().at(-1);
  while (rates().length < before + 3) one.session.slice(1);
  const lengths = rates().map((message) => message.rates.length);
  const words = [view.rates.said.textContent];
  one.ask("pause");
  one.drain();
  words.push(view.rates.said.textContent);
  const paused = states().at(-1);
  one.ask("range");
  one.drain();
  words.push(view.rates.said.textContent);
  return {
    ...{ lengths, words, step: one.view.course.step, verdict: rates().at(-1).words },
    on: [running.range, paused.range, states().at(-1).range],
  };
}

function table() {
  const gradients = new Gradients();
  gradients.draw([{ name: "dense1", size: 0.5 }], [{ name: "dense1", share: 0.25 }]);
  gradients.tellDead([{ name: "dense1", share: 0.5 }]);
  const seen = () => {
    const { size, moves, dead, bar } = gradients.rows.get("dense1") ?? {};
    return [size, moves, dead].map((cell) => cell?.textContent).concat(bar?.style.transform);
  };
  const full = seen();
  gradients.draw([], []);
  return { full, back: seen() };
}

function chart() {
  const made = new Chart("Loss", "steps");
  const points = [2, 1e7, 8].map((loss, i) => [5 * i, loss]);
  made.draw([{ kind: "training", points }], { high: 10 }, { high: 8 }, "");
  const pairs = made.paths.get("training").getAttribute("d").slice(1).split("L");
  const [, , , height] = (made.lines.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const top = Number(made.lines.getAttribute("y"));
  const clip = { tag: made.lines.tag, overflow: made.lines.getAttribute("overflow"), top, height };
  return { up: pairs.map((pair) => Number(pair.split(" ")[1])), clip };
}

function offered(controls) {
  const box = { dataset: { controls }, querySelectorAll: () => [] };
  const view = { host: { root: { closest: () => box } }, presets: [], range: new Made("button") };
  View.prototype.offer.call(view);
  return view.range.hidden;
}

const offers = {
  "learning_rate batch_size images seed": 0,
  "dropout images seed": 0,
  "optimizer learning_rate": 0,
  "": 0,
};
for (const controls of Object.keys(offers)) offers[controls] = offered(controls || undefined);

const scenes = { slider, hasty, fineness, shifted, diverged, kept, range, table, chart };
const found = { offers, answers: Object.keys(ANSWERS) };
for (const [name, scene] of Object.entries(scenes)) {
  try {
    found[name] = scene();
  } catch (error) {
    found[name] = { failed: error.stack };
  }
}
process.stdout.write(JSON.stringify(found));
