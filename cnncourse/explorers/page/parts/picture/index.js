/** A picture of one's own, made as small as an explorer's are; it stays in the page. */

import { Own } from "./own.js";

export default { Own };
