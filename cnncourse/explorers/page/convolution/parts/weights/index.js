/** What one weight touches, loaded when a weight is first pointed at. */

import { Pointing } from "./pointing.js";

export default { Pointing };
