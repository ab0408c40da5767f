/** The insides of a network. */

import { Inside } from "./inside.js";

export default { Inside };
