// Plays what a page says to the engine. Reads {plays: [{clock, acts}], flat, shipped} from the JSON
// file named. An act is a message, {slice: milliseconds}, {drain: true} or {piece: count}; the clock
// goes on by so many milliseconds whenever it is asked. Prints all that was told, in order.
import { readFileSync } from "node:fs";

import { Session } from "../../cnncourse/explorers/page/training/engine/session.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const plain = (_, value) => (ArrayBuffer.isView(value) ? [...value] : value);

// Images and weights come as text.
function message(act) {
  if (act === null) return null;
  const whole = { ...act };
  for (const name of ["training", "validation"]) {
    if (typeof act[name]?.images !== "string") continue;
    whole[name] = { images: bytes(act[name].images), labels: Uint8Array.from(act[name].labels) };
  }
  if (typeof act.image === "string") whole.image = bytes(act.image);
  return whole;
}

function play({ clock: by, acts }) {
  const told = [];
  let now = 0;
  const clock = () => {
    now += by;
    return now;
  };
  const session = new Session((one) => told.push({ ...one, now }), clock);
  for (const act of acts) {
    if (act === null || act.type !== undefined || act.odd) session.hear(act?.odd ?? message(act));
    if (act?.slice) session.slice(act.slice); // also where nothing is to be done
    if (act?.drain) while (session.busy) session.slice(12);
    if (act?.piece) told.push({ type: "rest", busy: session.busy, step: session.learning.at.step });
  }
  return told;
}

// What the memory holds after each of some thousands of steps.
async function flat({ open, thousands, steps }) {
  let reports = 0;
  let now = 0; // a clock of its own: how much is told must not depend on the machine
  const session = new Session(
    (one) => {
      if (one.type === "report") reports += 1;
    },
    () => {
      now += 1;
      return now;
    },
  );
  session.hear(message(open));
  const held = [];
  for (let i = 0; i < thousands; i++) {
    session.hear({ type: "step", count: steps });
    while (session.busy) session.slice(12);
    for (let round = 0; round < 4; round++) {
      globalThis.gc();
      await new Promise((done) => setTimeout(done, 10)); // buffers are given back beside the work
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    held.push({ heapUsed, arrayBuffers, points: session.learning.points.all.length });
  }
  return { held, reports, step: session.learning.at.step };
}

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = {
  plays: (asked.plays ?? []).map(play),
  flat: asked.flat && (await flat(asked.flat)),
};
process.stdout.write(JSON.stringify(found, plain));
