/** What only some kinds of convolution show: loaded with the first of them. */

import { Kinds } from "./kinds.js";

export default { Kinds };
