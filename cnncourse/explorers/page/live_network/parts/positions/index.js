/** Every position tried. */

import { Sweep } from "./sweep.js";
import { sweep } from "./trying.js";

/** What tries them, in its place in the page. @param {import("../../asked.js").Asked} asked
 * @param {import("./trying.js").Tools} tools */
function trying({ host, hand, said, root }, tools) {
  const { reach } = /** @type {any} */ (host.state.description).constants;
  const start = () => {
    host.settle(); // drawing another picture ends a search, so that is done before
    return sweep(host.state.values, host.data, reach, tools);
  };
  const made = new Sweep(reach, said, start, hand.move.bind(hand), host.say);
  root.append(made.root);
  made.follow(host.state.values);
  return made;
}

export default { trying };
