/** Which point is meant: by a pointer near it, or by an arrow key. */

/** @typedef {number[][]} Places */

/** The point nearest to a place, however far: a finger need not meet a mark.
 * @param {Places} places @param {number[]} some @param {number} x @param {number} y */
export function under(places, some, x, y) {
  const far = (/** @type {number} */ i) => Math.hypot(places[i][0] - x, places[i][1] - y);
  return some.reduce((best, i) => (far(i) < far(best) ? i : best));
}

/**
 * The point next to one in a direction: the nearest of those that lie more that way than aside, or
 * −1. Points at one place are reached by their numbers.
 * @param {Places} places @param {number[]} some @param {number} from
 * @param {number} across −1, 0 or 1 @param {number} down
 */
export function beside(places, some, from, across, down) {
  const [x, y] = places[from];
  let best = -1;
  let least = Infinity;
  for (const i of some) {
    const ahead = (places[i][0] - x) * across + (places[i][1] - y) * down;
    const aside = Math.abs((places[i][0] - x) * down + (places[i][1] - y) * across);
    const far = ahead * ahead + aside * aside;
    if (ahead > 0 && ahead >= aside && far < least) [best, least] = [i, far];
  }
  return best;
}
