/** Networks of one's own, read from a file. */

import { readNetwork } from "./weightfile.js";

export default { readNetwork };
