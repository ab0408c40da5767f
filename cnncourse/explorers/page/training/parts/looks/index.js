/** What the network looks like inside while it learns. */

import { Looks } from "./looks.js";

export default { Looks };
