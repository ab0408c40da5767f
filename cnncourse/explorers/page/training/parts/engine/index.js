/** What trains a network in the page, in a worker of its own. */

import { Learner } from "./learner.js";

export default { Learner };
