/** One number of a network, taken apart. */

import { explain } from "./explain.js";
import { Panel } from "./panel.js";

export default { explain, Panel };
