/**
 * What the core's script holds by itself: the element and its registry, and the pictures that any
 * explorer may come to use. The build adds what several explorers import.
 */

import "./drawing/bars.js";
import "./drawing/idle.js";
import "./drawing/multiples.js";
import "./drawing/scale.js";
import "./drawing/scores.js";
import "./element.js";
import "./registry.js";
