/** What stands below an explorer of a page: back to the start, and links to what is shown. */

import { linkTo, whole } from "./address.js";
import { element } from "./drawing/dom.js";
import { Said } from "./said.js";

/** @typedef {import("./state.js").State} State */

/**
 * @param {State} state
 * @param {string} name of the explorer
 * @param {string} id its name in the address
 * @param {boolean} some whether some controls are left out: then a link leads to all
 */
export function makeFooter(state, name, id, some) {
  const reset = element("button", { type: "button" }, "Reset");
  reset.addEventListener("click", () => state.set(state.initial));
  const copy = element("button", { type: "button" }, "Copy link");
  const said = new Said();
  copy.addEventListener("click", async () => {
    const link = linkTo(id, state);
    try {
      await navigator.clipboard.writeText(link);
      said.say(`Copied${state.values.own_picture ? ", without your picture" : ""}.`);
    } catch {
      said.keep(element("a", { href: link }, "The link to copy"));
    }
  });
  state.subscribe(() => said.keep()); // a link to what was shown before
  const links = some ? [linkToWhole(state, name)] : [];
  return element("div", { class: "footer" }, reset, copy, ...links, said.root);
}

/** Set as here. @param {State} state @param {string} name */
function linkToWhole(state, name) {
  const link = element("a", {}, "The whole explorer");
  const follow = () => (link.href = whole(name, state));
  follow();
  state.subscribe(follow);
  return link;
}
