/** What the view does with each message of the engine. */

import { measuredWords, placeWords } from "./words.js";

/** @typedef {import("./view.js").View} View */

/** Tell what a run has come to, once it rests: to the ear, and to Python. @param {View} view */
function rest(view) {
  const { course, acted, host } = view;
  if (!acted) return;
  host.say(`${placeWords({ ...course, speed: 0 })} ${measuredWords(course)}`);
  const { last, step, epoch, share } = course;
  if (!last) return;
  const { training, validation, step: measured } = last;
  const diverged = course.diverged !== null;
  const progress = { step, epoch: epoch + share, measured, diverged, training, validation };
  const detail = { progress: { ...progress, settings: host.state.values } };
  host.root.dispatchEvent(
    new CustomEvent("explorer-told", { bubbles: true, composed: true, detail }),
  );
}

/** @type {{[type: string]: (view: View, message: any) => void}} */
export const ANSWERS = {
  opened(view, { points }) {
    view.points = points;
    view.looks?.clear();
    view.looks?.show();
  },
  report(view, message) {
    view.course.report(message);
    view.points = message.points;
    if (message.kernels) view.kernels.next = message.kernels;
    view.looks?.report(message);
  },
  measured(view, message) {
    view.course.measure(message);
    view.looks?.measured(message);
    if (!view.running) rest(view);
  },
  state(view, { running, busy, points, range }) {
    const ended = view.running && !running;
    if (!range) view.rates.end();
    Object.assign(view, { running, busy, points });
    // What is measured next is spoken of with it, however long that takes.
    if (ended && busy !== "measure") rest(view);
  },
  back(view, { step, epoch, points, asked }) {
    view.course.back(step, epoch);
    view.points = points;
    if (asked === view.wanted) view.wanted = null;
  },
  maps(view, message) {
    view.looks?.maps(message);
  },
  range(view, message) {
    view.rates.draw(message);
    if (message.done) view.host.say(message.words);
  },
  diverged(view, { step }) {
    view.course.diverged = step;
    rest(view);
  },
  error(view, { words }) {
    view.tell(words);
  },
};
