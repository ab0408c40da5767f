/**
 * The page's end of a network that learns: it starts the worker, hands on what is asked, and gives
 * back what the worker tells. Where a page may have no worker, the same engine runs in the page, in
 * slices short enough for it to stay usable.
 */

import serve from "../../engine/worker.alone";

/** @typedef {{type: string, run: number, [name: string]: any}} Message */

export class Learner {
  /** @param {(message: Message) => void} told is called with every message of the engine */
  constructor(told) {
    this.told = told;
    this.opened = 0;
    this.inPage = false;
    /** What was asked before the engine's first answer, for the page should the worker fail.
     * @type {any[] | undefined} */
    this.early = [];
    this.engine = this.worker() ?? this.page();
    this.seen = () => this.ask({ type: "hidden", hidden: document.hidden });
    document.addEventListener("visibilitychange", this.seen);
    this.seen();
  }

  worker() {
    try {
      const blob = new Blob([`(${serve})(self)`], { type: "text/javascript" });
      const address = URL.createObjectURL(blob);
      const worker = new Worker(address);
      worker.onmessage = ({ data }) => {
        if (this.early) URL.revokeObjectURL(address);
        this.heard(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.failed(event.message);
      };
      return worker;
    } catch {
      return undefined;
    }
  }

  /** The engine in the page itself. */
  page() {
    this.inPage = true;
    /** @type {any} */
    const scope = {};
    scope.postMessage = (/** @type {Message} */ data) => setTimeout(() => this.heard(data));
    serve(scope);
    return {
      postMessage: (/** @type {any} */ data) => setTimeout(() => scope.onmessage({ data })),
      terminate: () => {
        scope.postMessage = () => {};
        scope.onmessage({ data: { type: "close" } });
      },
    };
  }

  /** A worker that never answered was forbidden; one that did has a fault. @param {string} words */
  failed(words) {
    if (!this.early) {
      const told = words || "the worker has ended";
      this.told({ type: "error", run: this.opened, about: "engine", words: told });
      return;
    }
    const again = this.early;
    this.engine.terminate();
    this.engine = this.page();
    this.early = undefined;
    for (const message of again) this.engine.postMessage(message);
  }

  /** @param {Message} message */
  heard(message) {
    this.early = undefined;
    if (message.run === this.opened) this.told(message);
  }

  /** @param {{type: string, [name: string]: any}} message */
  ask(message) {
    const whole = { ...message, run: this.opened };
    this.early?.push(whole);
    this.engine.postMessage(whole);
  }

  /** Begin anew. @param {any} all see the engine's `Session.open` @returns {number} the run */
  open(all) {
    this.opened += 1;
    this.ask({ ...all, type: "open" });
    return this.opened;
  }

  /** @param {{[name: string]: any}} settings in force from the next step */
  set(settings) {
    this.ask({ type: "set", settings });
  }

  run() {
    this.ask({ type: "run" });
  }

  pause() {
    this.ask({ type: "pause" });
  }

  /** @param {number} [count] */
  step(count = 1) {
    this.ask({ type: "step", count });
  }

  epoch() {
    this.ask({ type: "epoch" });
  }

  /** @param {number} step */
  back(step) {
    this.ask({ type: "back", step });
  }

  keep() {
    this.ask({ type: "keep" });
  }

  /** @param {{low?: number, high?: number, steps?: number}} [asked] */
  range(asked = {}) {
    this.ask({ ...asked, type: "range" });
  }

  /** @param {Uint8Array | null} image */
  look(image) {
    this.ask({ type: "look", image });
  }

  measure() {
    this.ask({ type: "measure" });
  }

  weights() {
    this.ask({ type: "weights" });
  }

  close() {
    document.removeEventListener("visibilitychange", this.seen);
    this.engine.terminate();
    this.opened = -1;
  }
}
