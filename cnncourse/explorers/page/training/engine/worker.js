/** The engine's loop: it hears what the page asks between two slices of work. */

import { Session } from "./session.js";

const SLICE = 12; // milliseconds of work at once

/** @param {any} scope a worker's own, or what stands for one in the page */
export function serve(scope) {
  const session = new Session(
    (message) => scope.postMessage(message),
    () => performance.now(),
  );
  const { port1, port2 } = new MessageChannel();
  let waiting = false;
  const goOn = () => {
    if (waiting || !session.busy) return;
    waiting = true;
    port2.postMessage(0);
  };
  port1.onmessage = () => {
    waiting = false;
    session.slice(SLICE);
    goOn();
  };
  scope.onmessage = (/** @type {{data: any}} */ { data }) => {
    session.hear(data);
    goOn();
  };
}
