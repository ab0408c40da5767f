/** What the page asks, done in slices; what there is to tell goes to `tell` as messages. */

import { Learning } from "./learning.js";
import { measure } from "./measuring.js";
import { rangeFault, rangeTest } from "./range.js";
import { Teller } from "./telling.js";

/** @typedef {{type: string, [name: string]: any}} Message */

export class Session {
  /** What is being done. @type {Generator<undefined, void> | undefined} */
  work;
  /** How far steps are taken: "run", "step" or "epoch"; the step to stop at. */
  goal = "";
  until = 0;
  /** What is done before the next step. @type {{measure: boolean, range: any}} */
  wanted = { measure: false, range: undefined };
  /** Images seen when it is time to measure; the step of the last measurement. */
  due = 0;
  measured = -1;
  /** Most wrong images that are told. */
  wrong = 8;

  /** @param {(message: Message) => void} tell @param {() => number} clock milliseconds */
  constructor(tell, clock) {
    this.run = 0;
    this.tell = (/** @type {Message} */ message) => tell({ ...message, run: this.run });
    this.clock = clock;
    /** @type {Learning | undefined} */
    this.learning = undefined;
    this.teller = new Teller(this.tell, clock);
    this.hidden = false;
  }

  forget() {
    this.work = undefined;
    this.goal = "";
    this.wanted = { measure: false, range: undefined };
    this.due = 0;
    this.measured = -1;
  }

  /** A message of the page; nothing is thrown. @param {Message} message */
  hear(message) {
    try {
      if (message.type === "open") this.open(message);
      else if (message.type === "hidden") this.hide(message.hidden);
      else if (message.type === "close") this.close();
      else if (message.run !== undefined && message.run !== this.run) return;
      else if (!this.learning) this.refuse(message.type, "no network has been opened");
      else if (Object.hasOwn(ANSWERS, message.type)) {
        ANSWERS[message.type](this, this.learning, message);
      } else this.refuse(message.type, `"${message.type}" is nothing that can be asked`);
    } catch (error) {
      this.refuse(message?.type ?? "engine", /** @type {Error} */ (error).message);
    }
  }

  /** @param {string} about @param {string} words */
  refuse(about, words) {
    this.tell({ type: "error", about, words });
  }

  /** @param {Message} message */
  open(message) {
    this.run = message.run ?? this.run + 1;
    this.learning = undefined;
    this.forget();
    const learning = new Learning(/** @type {any} */ (message));
    this.learning = learning;
    this.wrong = message.wrong ?? 8;
    this.teller.open(learning);
    for (const words of learning.faults) this.refuse("set", words);
    this.wanted.measure = true;
  }

  close() {
    this.learning = undefined;
    this.forget();
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.hidden = Boolean(hidden);
    if (this.learning) this.state();
  }

  /** Begin something, or end what goes on: a step that is not done yet is left, a range test
   * comes to its end. @param {string} goal @param {number} [until] the step to stop at */
  aim(goal, until = Number.POSITIVE_INFINITY) {
    this.goal = goal;
    this.until = until;
    this.drop();
    this.state();
  }

  drop() {
    if (!this.wanted.range) this.work = undefined;
  }

  state() {
    const { goal, wanted, hidden } = this;
    const asked = wanted.range ? "range" : wanted.measure ? "measure" : "";
    this.teller.state(goal || asked, { running: goal !== "", hidden, range: !!wanted.range });
  }

  /** Whether there is something to do. */
  get busy() {
    const { learning, goal, wanted, hidden, work } = this;
    return Boolean(learning && !hidden && (work || goal || wanted.measure || wanted.range));
  }

  /** Do some of it. @param {number} milliseconds */
  slice(milliseconds) {
    if (!this.busy) return; // the page was hidden, or the run paused, since this was asked for
    const end = this.clock() + milliseconds;
    try {
      do {
        this.work ??= this.next();
        if (!this.work || this.work.next().done) this.work = undefined;
      } while (this.busy && this.clock() < end);
    } catch (error) {
      this.forget();
      this.refuse("engine", /** @type {Error} */ (error).message);
    }
  }

  /** The next thing to do. */
  next() {
    const { learning, wanted, goal } = this;
    if (!learning) return undefined;
    if (wanted.range) return this.range(learning);
    const late = goal && learning.at.trained >= this.due && this.measured !== learning.at.step;
    if (wanted.measure || late) return this.measure(learning);
    return goal ? this.step(learning) : undefined;
  }

  /** @param {Learning} learning @returns {Generator<undefined, void>} */
  *step(learning) {
    const done = learning.diverged ? undefined : yield* learning.step();
    if (!done) {
      const { diverged: words, at } = learning;
      this.tell({ type: "diverged", step: at.step, words });
      this.stop();
      return;
    }
    this.teller.stepped(done);
    const { place, count, step } = learning.at;
    const reached = step >= this.until || (this.goal === "epoch" && place >= count);
    if (!reached) return;
    this.wanted.measure = true;
    this.stop();
  }

  /** Stop of itself. */
  stop() {
    const { learning } = this;
    if (learning && !learning.diverged) learning.points.note(learning, true);
    this.goal = "";
    this.teller.report(true);
    this.state();
  }

  /** @param {Learning} learning @returns {Generator<undefined, void>} */
  *measure(learning) {
    this.wanted.measure = false;
    const found = yield* measure(learning, this.wrong);
    const { trained, step } = learning.at;
    this.measured = step;
    const most = 2 * found.validation.count;
    this.due = trained + Math.max(250, Math.min(trained, most));
    this.tell({ type: "measured", ...found });
    this.teller.maps(true);
    if (!this.goal) this.state();
  }

  /** @param {Learning} learning @returns {Generator<undefined, void>} */
  *range(learning) {
    const test = rangeTest(learning, this.wanted.range);
    for (;;) {
      const { value, done } = test.next();
      if (value) this.teller.curve(value);
      if (done) break;
      yield;
    }
    this.wanted.range = undefined;
    this.state();
  }
}

/** What is done for a message. @type {{[type: string]:
 *   (session: Session, learning: Learning, message: Message) => void}} */
const ANSWERS = {
  set(session, learning, { settings }) {
    const before = learning.settings;
    for (const words of learning.set(settings)) session.refuse("set", words);
    const shown = ["images", "validation_shift"];
    if (shown.every((name) => Object(before)[name] === Object(learning.settings)[name])) return;
    session.measured = -1;
    if (!session.goal) {
      session.wanted.measure = true;
      session.drop();
    }
  },
  run: (session) => session.aim("run"),
  step(session, learning, { count = 1 }) {
    if (!Number.isInteger(count) || count < 1) {
      session.refuse("step", `count must be a whole number of at least 1, got ${count}`);
    } else session.aim("step", learning.at.step + count);
  },
  epoch: (session) => session.aim("epoch"),
  pause(session, learning) {
    session.wanted.range = undefined;
    session.work = undefined;
    session.wanted.measure = session.measured !== learning.at.step;
    session.stop();
  },
  back(session, learning, { step }) {
    if (!(step >= 0)) {
      session.refuse("back", `step must be a number of at least 0, got ${step}`);
      return;
    }
    session.wanted.measure = true;
    if (session.goal) session.stop(); // where it stands is a point, too
    learning.back(step);
    session.work = undefined;
    session.wanted = { measure: true, range: undefined };
    session.due = 0;
    session.teller.back(step);
    session.state();
  },
  keep(session, learning) {
    if (learning.diverged) session.refuse("keep", learning.diverged);
    else learning.points.keep(learning);
    session.state();
  },
  range(session, learning, { low = 1e-4, high = 10, steps = 60 }) {
    const words = learning.diverged || rangeFault({ low, high, steps });
    if (words) {
      session.refuse("range", words);
      return;
    }
    session.wanted.range = { low, high, steps };
    session.work = undefined;
    session.state();
  },
  look: (session, _, { image }) => session.teller.look(image),
  measure(session) {
    session.wanted.measure = true;
    session.state();
  },
  weights(session, learning) {
    session.tell({ type: "weights", step: learning.at.step, arrays: learning.network.get() });
  },
};
