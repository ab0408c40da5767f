/**
 * A network as the source code one would write by hand: the counterpart of `cnncourse.listings`.
 */

export { kerasListing } from "./listings/keras.js";
export { torchListing } from "./listings/torch.js";
