/**
 * Python's worker: it loads the runtime, NumPy and the course from the book's own files, and runs
 * what it is sent. Nothing of it touches the page, and nothing but Python's own code is evaluated.
 */

import names from "../../tools/cell_names.py";
import arrays from "./page_arrays.py";
import session from "./session.py";

const scope = /** @type {any} */ (globalThis);
const PACKAGES = "/lib/python3.12/site-packages";
const PARTS = { page_arrays: arrays, cell_names: names, page_session: session };
/** What runs once Python is there, under the names that the page may call. @type {any} */
let python;

/** @param {number} id @param {any} rest */
const say = (id, rest) => scope.postMessage({ id, ...rest });

/** @param {ReadableStream<Uint8Array> | null} body @param {(bytes: number) => void} came */
async function count(body, came) {
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || !value) return;
    came(value.byteLength);
  }
}

/**
 * Count the bytes of each file as they come; Python's loader asks through `fetch` too.
 * @param {string[]} early the addresses that are asked for at once @param {(bytes: number) => void} came
 */
function counted(early, came) {
  const ask = scope.fetch.bind(scope);
  /** @param {string} address @param {any} [options] */
  const load = async (address, options) => {
    const answer = await ask(address, options);
    // A copy is counted: the answer itself is what the browser compiles, and of such a one alone it
    // keeps what it has compiled. What fails is told by the answer itself.
    if (answer.ok) count(answer.clone().body, came).catch(() => {});
    return answer;
  };
  const started = new Map(early.map((address) => [address, load(address)]));
  for (const one of started.values()) one.catch(() => {}); // told when it is asked for
  scope.fetch = (/** @type {any} */ asked, /** @type {any} */ options) => {
    const address = String(asked?.url ?? asked);
    const there = options?.integrity ? undefined : started.get(address);
    started.delete(address);
    return there ?? load(address, options);
  };
}

/** A file of the book. @param {string} address @returns {Promise<Response>} */
async function get(address) {
  const name = address.slice(address.lastIndexOf("/") + 1);
  const answer = await scope.fetch(address).catch(() => undefined);
  if (answer?.ok) return answer;
  throw new Error(`${name} could not be loaded (${answer?.status ?? "no answer"}): click again.`);
}

/** The memory of a Python that has started, as the build has kept it. @param {string} address */
async function started(address) {
  const { body } = await get(address);
  const whole = body?.pipeThrough(new DecompressionStream("gzip"));
  return new Response(whole).arrayBuffer();
}

/** @typedef {{runtime: string, memory: string, numpy: string, course: string, total: number,
 *   lacking: string[]}} From */

/** Load everything. @param {number} id @param {From} from */
async function start(id, { runtime, memory, numpy, course, total, lacking }) {
  let loaded = 0;
  let step = "Python";
  const tell = () => say(id, { progress: { step, loaded, total } });
  const early = [`${runtime}pyodide.asm.wasm`, memory, `${runtime}python_stdlib.zip`];
  counted([...early, numpy, course], (bytes) => {
    loaded += bytes;
    tell();
  });
  tell();
  scope.importScripts(`${runtime}pyodide.js`);
  const settings = { indexURL: runtime, fullStdLib: false, _loadSnapshot: started(memory) };
  const pyodide = await scope.loadPyodide(settings);
  step = "NumPy";
  tell();
  const unpack = async (/** @type {string} */ address, /** @type {string} */ extractDir) =>
    pyodide.unpackArchive(await (await get(address)).arrayBuffer(), "zip", { extractDir });
  await unpack(numpy, PACKAGES);
  step = "the course's package";
  tell();
  await unpack(course, "/course");
  // What is drawn at random would be what the build has drawn.
  pyodide.runPython("import random, sys; random.seed(); sys.path.insert(0, '/course')");
  for (const [name, text] of Object.entries(PARTS)) {
    pyodide.FS.writeFile(`/course/${name}.py`, text);
  }
  python = pyodide.pyimport("page_session");
  python.lack(JSON.stringify(lacking));
  python.count_as_elsewhere();
  return { total: loaded };
}

/** @type {Record<string, (id: number, data: any) => any>} */
const ANSWERS = {
  start,
  run: (id, { code, filename, space }) =>
    JSON.parse(
      python.run(code, filename, (/** @type {string} */ text) => say(id, { output: text }), space),
    ),
  call: (_, { module, name, args }) => ({ json: python.call(module, name, args) }),
  define: (_, { name, text }) => python.define(name, text) ?? {},
};

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  const { id, ask, ...rest } = data;
  try {
    say(id, { done: await ANSWERS[ask](id, rest) });
  } catch (error) {
    // A `RangeError` is the engine's own stack that is full: Python cannot go on after it.
    const words = error instanceof Error ? error.message : String(error);
    say(id, { failed: words, fatal: error instanceof RangeError || /fatally/.test(words) });
  }
};
