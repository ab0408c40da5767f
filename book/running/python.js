/**
 * The one Python of a page: a worker, asked in turn, replaced when a run is ended.
 *
 * Nothing here is loaded before a reader asks for it. A run ends after ten seconds, or when it is
 * stopped: the worker is thrown away with all that was defined in it, and `onReplaced` says so.
 */

export const SECONDS = 10;
const HERE = new URL(".", import.meta.url);

/** @typedef {{last: string, more: string, line: number | null, whole: string}} Failure */
/**
 * What a run gave. `output` is what it printed and the text of its last value, `ended` says why it
 * was ended before its end: "time", "stopped", "memory" or "broken".
 * @typedef {{ok: boolean, output: string, value: string, shown: any[], error: Failure | null,
 *   ended: string}} Run
 */
/** @typedef {{step: string, loaded: number, total: number}} Progress */
/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void,
 *   heard: (message: any) => void}} Waiting */

/** A run that was ended, or a worker that is gone. */
export class Ended extends Error {
  /** @param {string} why @param {string} words */
  constructor(why, words) {
    super(words);
    this.why = why;
  }
}

/** @type {Record<string, string>} */
const WORDS = {
  stopped: "Stopped.",
  broken: "Python could not go on: it was called too deeply, or had no memory left.",
};

export class Python {
  /**
   * @param {{home?: URL, seconds?: number}} [settings] where the worker and `running.json` lie, and
   * how long a run may take
   */
  constructor({ home = HERE, seconds = SECONDS } = {}) {
    this.home = home;
    this.seconds = seconds;
    /** "absent", "starting", "ready" or "running" */
    this.state = "absent";
    /** Told when everything that was defined is gone. @type {Set<(why: string) => void>} */
    this.onReplaced = new Set();
    /** @type {Map<string, string>} */
    this.modules = new Map();
    /** @type {Worker | undefined} */
    this.worker = undefined;
    /** @type {Promise<void> | undefined} */
    this.started = undefined;
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map();
    /** @type {Set<(progress: Progress) => void>} */
    this.watching = new Set();
    this.asked = 0;
    /** Runs and calls follow one another. @type {Promise<any>} */
    this.last = Promise.resolve();
  }

  /** Load Python, once. @param {(progress: Progress) => void} [onProgress] */
  async ready(onProgress) {
    if (onProgress) this.watching.add(onProgress);
    try {
      this.started ??= this.begin();
      await this.started;
    } catch (error) {
      this.dispose();
      throw error;
    } finally {
      if (onProgress) this.watching.delete(onProgress);
    }
  }

  async begin() {
    this.state = "starting";
    const answer = await fetch(new URL("running.json", this.home));
    if (!answer.ok) throw new Error("Python's files are not where this book says they are.");
    const { total, lacking, ...files } = await answer.json();
    const worker = new Worker(new URL("worker.js", this.home));
    this.worker = worker;
    worker.onmessage = ({ data }) => this.hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.replace("broken", event.message || "Python's worker could not be loaded.");
    };
    const where = Object.entries(files).map(([name, file]) => [
      name,
      new URL(file, this.home).href,
    ]);
    const from = { ...Object.fromEntries(where), total, lacking };
    await this.ask("start", from, ({ progress }) => {
      for (const watch of this.watching) watch(progress);
    });
    for (const [name, text] of this.modules) await this.ask("define", { name, text });
    this.state = "ready";
  }

  /** @param {string} ask @param {any} rest @param {(message: any) => void} [heard] */
  ask(ask, rest, heard = () => {}) {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, heard });
      this.worker?.postMessage({ id, ask, ...rest });
    });
  }

  /** @param {any} message */
  hear(message) {
    const one = this.waiting.get(message.id);
    if (!one) return;
    if ("done" in message) {
      this.waiting.delete(message.id);
      one.resolve(message.done);
    } else if ("failed" in message && message.fatal) {
      this.replace("broken");
    } else if ("failed" in message) {
      this.waiting.delete(message.id);
      one.reject(new Error(message.failed));
    } else {
      one.heard(message);
    }
  }

  /** Do one thing after what was asked before; a limit of seconds counts from its turn.
   * @template T @param {() => Promise<T>} work @param {number} [seconds] @returns {Promise<T>} */
  inTurn(work, seconds = this.seconds) {
    const turn = async () => {
      await this.ready();
      this.state = "running";
      const words = `Ended after ${seconds} seconds: an endless loop?`;
      const limit = setTimeout(() => this.replace("time", words), seconds * 1000);
      try {
        return await work();
      } finally {
        clearTimeout(limit);
        if (this.state === "running") this.state = "ready";
      }
    };
    const done = this.last.then(turn, turn);
    this.last = done.catch(() => {});
    return done;
  }

  /**
   * Run code in a space of names, by default the one that all cells of the page share.
   * @param {string} code
   * @param {{filename?: string, onOutput?: (text: string) => void, space?: string,
   *   seconds?: number}} [settings] after so many seconds it is ended
   * @returns {Promise<Run>}
   */
  async run(code, { filename = "<cell>", onOutput, space = "page", seconds } = {}) {
    let output = "";
    const heard = (/** @type {{output: string}} */ message) => {
      output += message.output;
      onOutput?.(message.output);
    };
    try {
      const asked = { code, filename, space };
      const told = await this.inTurn(() => this.ask("run", asked, heard), seconds);
      if (told.value) heard({ output: told.value });
      return { ...told, output, ended: "" };
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      const failure = { last: error.message, more: "", line: null, whole: "" };
      return { ok: false, output, value: "", shown: [], error: failure, ended: error.why };
    }
  }

  /** Call a function of a module with plain values, and return its plain value.
   * @param {string} module @param {string} name @param {any[]} args */
  async call(module, name, args) {
    const words = { module, name, args: JSON.stringify(args) };
    const { json } = await this.inTurn(() => this.ask("call", words));
    return JSON.parse(json);
  }

  /** Give Python a module of one's own, in this worker and in those that may replace it.
   * @param {string} name @param {string} text */
  async define(name, text) {
    const known = this.modules.get(name) === text;
    this.modules.set(name, text);
    if (this.state === "absent") return this.ready();
    if (!known) await this.inTurn(() => this.ask("define", { name, text }));
  }

  /** End what is running; all that was defined goes with it. */
  stop() {
    this.replace("stopped");
  }

  /** @param {string} why @param {string} [words] */
  replace(why, words = WORDS[why]) {
    if (!this.worker) return;
    const left = [...this.waiting.values()];
    this.dispose();
    for (const one of left) one.reject(new Ended(why, words));
    for (const told of this.onReplaced) told(why);
  }

  dispose() {
    this.worker?.terminate();
    this.worker = undefined;
    this.started = undefined;
    this.waiting.clear();
    this.state = "absent";
  }
}

/** The page's own, shared by its cells and its exercises. @type {Python | undefined} */
let shared;
export function pythonOfPage() {
  shared ??= new Python();
  return shared;
}
