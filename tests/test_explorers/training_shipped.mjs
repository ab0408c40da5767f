// Runs the engine as shipped: its script hands over the learner, which starts a worker from text.
// Reads {open, kind} from the JSON file named; kind is "worker", "refused" (the page may have no
// worker), or "dead" (its worker never answers). Prints what was told in 12 steps, and where it
// stood while the page was hidden and afterwards.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { Worker as Thread } from "node:worker_threads";

const bundle = new URL("../../cnncourse/explorers/bundle/", import.meta.url);
const { open, kind } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const texts = new Map();

// Node hands on up to a thousand messages of a port before anything else; a browser takes turns.
const channel = `class MessageChannel {
  constructor() {
    const [one, other] = [{}, {}];
    one.postMessage = (data) => setImmediate(() => other.onmessage?.({ data }));
    other.postMessage = (data) => setImmediate(() => one.onmessage?.({ data }));
    Object.assign(this, { port1: one, port2: other });
  }
}`;

class Texts {
  constructor([text]) {
    this.text = text;
  }
}

// What a browser does with a worker's text: nothing of the page is in sight there.
class Worker {
  constructor(address) {
    if (kind === "refused") throw new Error("refused by the page's policy");
    if (kind === "dead") {
      setTimeout(() => this.onerror({ preventDefault() {}, message: "" }), 20);
      return;
    }
    const scope = `const { parentPort } = require("node:worker_threads");
      const self = { postMessage: (one) => parentPort.postMessage(one) };
      parentPort.on("message", (data) => self.onmessage({ data }));`;
    this.thread = new Thread(`${scope}\n${channel}\n${texts.get(address)}`, { eval: true });
    this.thread.on("message", (data) => this.onmessage({ data }));
    this.thread.on("error", ({ message }) => this.onerror({ preventDefault() {}, message }));
  }
  postMessage(message) {
    this.thread?.postMessage(message);
  }
  terminate() {
    this.thread?.terminate();
  }
}

const heard = {};
const page = vm.createContext({
  Worker,
  Blob: Texts,
  URL: {
    createObjectURL(blob) {
      texts.set("blob:1", blob.text);
      return "blob:1";
    },
    revokeObjectURL: () => undefined,
  },
  document: {
    hidden: false,
    addEventListener: (name, act) => {
      heard[name] = act;
    },
    removeEventListener: (name) => {
      delete heard[name];
    },
  },
  setTimeout,
  performance,
  setImmediate,
  Uint8Array,
  Float32Array,
});
vm.runInContext(channel, page);
let engine;
page.cnncourseExplorers = {
  "core/registry": {
    registerPart: (_, part) => {
      engine = part;
    },
  },
};
vm.runInContext(readFileSync(new URL("part-engine.js", bundle), "utf8"), page);

const told = [];
const losses = [];
const set = ({ images, labels }) => ({ images: bytes(images), labels: Uint8Array.from(labels) });
let listening = (_message) => undefined;
const learner = new engine.Learner((message) => {
  told.push(message.type);
  if (message.type === "report") losses.push(...message.losses);
  listening(message);
});
// The first message that is what is waited for.
const until = (wanted) =>
  new Promise((done) => {
    listening = (message) => {
      if (wanted(message) || message.type === "error") done(message);
    };
  });
const hide = (hidden) => {
  page.document.hidden = hidden;
  heard.visibilitychange();
};
const weights = () => {
  const answer = until(({ type }) => type === "weights");
  learner.weights();
  return answer;
};

const [training, validation] = [set(open.training), set(open.validation)];
const first = until(({ type }) => type === "measured");
learner.open({ ...open, training, validation });
await first;
const twelfth = until(({ type, step }) => type === "measured" && step === 12);
learner.step(12);
await twelfth;
const answer = { inPage: learner.inPage, losses: [...losses] };

const going = until(({ type, step }) => type === "report" && step > 20);
learner.run();
await going;
const stopped = until(({ type, hidden }) => type === "state" && hidden);
hide(true);
const { step } = await stopped;
const still = [];
for (let i = 0; i < 20; i++) still.push((await weights()).step - step);
const again = until((message) => message.type === "report" && message.step > step + 20);
hide(false);
await again;
learner.close();
const left = Object.keys(heard);
process.stdout.write(JSON.stringify({ ...answer, told, still, left }), () => {
  process.exit(0); // a channel of the engine in the page would keep Node alive
});
