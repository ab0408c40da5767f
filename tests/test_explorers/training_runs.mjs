// Trains in JavaScript as the page does, from the images that a page loads. Reads {payload, runs}
// from the JSON file named, each run {settings, steps, seed, network, at}; prints what was measured
// at the steps `at`, and the losses of the batches.
import { readFileSync } from "node:fs";
import { Session } from "../../cnncourse/explorers/page/training/engine/session.js";
import { unpack } from "../../cnncourse/explorers/page/training/images.js";

const { payload, runs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const data = await unpack(payload);

function run({ network, seed, settings, at }) {
  const measured = [];
  let losses = [];
  let diverged = null;
  const session = new Session(
    (message) => {
      if (message.type === "measured") measured.push(message);
      if (message.type === "report") losses.push(...message.losses);
      if (message.type === "diverged") diverged = message.step;
      if (message.type === "error") throw new Error(message.words);
    },
    () => 0,
  );
  const { training, validation, networks } = data;
  const architecture = networks[network];
  session.hear({ type: "open", architecture, seed, training, validation, settings, wrong: 4 });
  let before = 0;
  for (const step of at) {
    session.hear({ type: "step", count: step - before });
    before = step;
    while (session.busy) session.slice(0);
    if (diverged !== null) break;
  }
  const last = at.filter((step) => diverged === null || step < diverged);
  const found = measured
    .filter(({ step }) => step === 0 || last.includes(step))
    .map(({ step, training, validation, dead }) => ({ step, training, validation, dead }));
  losses = losses.map((loss) => (Number.isFinite(loss) ? loss : null));
  return { measured: found, losses, diverged };
}

process.stdout.write(JSON.stringify(runs.map(run)));
