// Trains in JavaScript without a worker. Reads {gradients, runs, drawn} from the JSON file named,
// arrays as base64; prints the gradients of batches, the losses of runs, and what seeds draw.
import { readFileSync } from "node:fs";
import { CHUNK } from "../../cnncourse/explorers/page/arithmetic/engine/layer.js";
import { Network } from "../../cnncourse/explorers/page/arithmetic/engine/network.js";
import { Generator } from "../../cnncourse/explorers/page/arithmetic/engine/pcg.js";
import { Learning, through } from "../../cnncourse/explorers/page/training/engine/learning.js";
import { Passes } from "../../cnncourse/explorers/page/training/engine/pictures.js";
import { rangeTest } from "../../cnncourse/explorers/page/training/engine/range.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const floats = (text) => new Float32Array(bytes(text).buffer);
const encode = (array) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
const each = (found, change) =>
  Object.fromEntries(Object.entries(found).map(([name, one]) => [name, change(one)]));

// Loss and gradients of one batch of images, given as numbers.
function gradients({ architecture, weights, images, labels, dropout = 0, seed = [0] }) {
  const network = new Network(architecture);
  network.set(each(weights, floats));
  const [given, wanted] = [floats(images), Uint8Array.from(labels)];
  const size = network.stages[0].inputs;
  const drawn = new Generator(seed);
  network.forget();
  let loss = 0;
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const n = Math.min(CHUNK, wanted.length - from);
    network.input.set(given.subarray(from * size, (from + n) * size));
    const some = Uint32Array.from({ length: n }, (_, i) => from + i);
    loss += through(network, some, wanted, wanted.length, drawn, dropout).loss;
  }
  return { loss: loss / wanted.length, grads: each(network.get("grads"), encode) };
}

function pictures({ images, labels }) {
  return { images: bytes(images), labels: Uint8Array.from(labels) };
}

// What a piece of work comes to.
function finish(work) {
  let found = work.next();
  while (!found.done) found = work.next();
  return found.value;
}

// The losses of steps; `changes` are settings by the number of the step before which they are made.
function run({ open, steps, changes = {} }) {
  const training = pictures(open.training);
  const weights = open.weights && each(open.weights, floats);
  const learning = new Learning({ ...open, weights, training, validation: training });
  const losses = [];
  for (let step = 0; step < steps; step++) {
    if (changes[step]) learning.set(changes[step]);
    losses.push(finish(learning.step()).loss);
  }
  return { losses, weights: each(learning.network.get(), encode) };
}

const doubles = (generator) => Array.from({ length: 5 }, () => generator.double());

function drawn({ architecture, seed, epoch, count, shift }) {
  const network = new Network(architecture);
  network.draw(seed);
  const passes = new Passes(seed);
  return {
    weights: each(network.get(), encode),
    order: [...passes.ordered(epoch, count)],
    moves: [...passes.moved(epoch, count, shift)],
    doubles: doubles(passes.dropping(epoch)),
  };
}

// A range test on a network that has taken some steps, and whether the run has moved.
function range({ open, after, asked }) {
  const training = pictures(open.training);
  const learning = new Learning({ ...open, training, validation: training });
  for (let step = 0; step < after; step++) finish(learning.step());
  const before = JSON.stringify([learning.network.get(), learning.at, learning.optimizer.state()]);
  const { rates, losses, best, words } = finish(rangeTest(learning, asked));
  const now = JSON.stringify([learning.network.get(), learning.at, learning.optimizer.state()]);
  return { rates: [...rates], losses: [...losses], best, words, moved: before !== now };
}

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answers = { gradients, runs: run, drawn, ranges: range };
const found = Object.entries(asked).map(([name, cases]) => [name, cases.map(answers[name])]);
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
