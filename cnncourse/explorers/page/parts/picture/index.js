/** A picture of one's own, made as small as an explorer's are; it stays in the page. */

import { Own } from "./own.js";
import { square } from "./square.js";

export default { Own, square };
