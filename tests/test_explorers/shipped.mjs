// Runs the scripts of one explorer as shipped, in a page that has neither screen nor
// elements; prints the names that have registered and the problem and summary at the defaults.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { sharedBy } from "../../cnncourse/explorers/page/core/shared.js";

const bundle = new URL("../../cnncourse/explorers/bundle/", import.meta.url);
const name = process.argv[2];
const script = { src: "https://example.org/explorers-core.js?v=1", dataset: {} };
const page = vm.createContext({
  HTMLElement: class {},
  customElements: { get: () => undefined, define: () => undefined },
  document: { currentScript: script, getElementById: () => null },
  history: { state: null, replaceState: () => undefined },
  addEventListener: () => undefined,
  atob,
  URL,
  location: { href: "https://example.org/", hash: "" },
});
const load = (file) => vm.runInContext(readFileSync(new URL(file, bundle), "utf8"), page);
load("explorers-core.js");
for (const kind of sharedBy(name)) load(`explorers-${kind}.js`);
let explorer;
page.take = (given) => {
  explorer = given;
};
// Stands between the explorer's script and the core, and hears what is registered.
vm.runInContext(
  `cnncourseExplorers = new Proxy(cnncourseExplorers, {
    get: (core, key) => (key === "core/registry" ? { register: take } : core[key]),
  });`,
  page,
);
load(`explorer-${name}.js`);
for (const data of explorer.description.data) load(`data-${data}.js`);
const values = Object.fromEntries(
  explorer.description.settings.map((one) => [one.name, one.default]),
);
const { problem, summary } = explorer.compute(values, page.cnncourseData);
const { style } = explorer;
process.stdout.write(JSON.stringify({ name: explorer.name, problem, summary, style }));
