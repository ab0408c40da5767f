/** Every position tried. */

import { Sweep } from "./sweep.js";

export default { Sweep };
