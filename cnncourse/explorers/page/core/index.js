/**
 * What the core's script holds by itself: the element of a page, the drawing of a notebook, and
 * pictures that any explorer may come to use. The build adds what several explorers import.
 */

import "./drawing/bars.js";
import "./drawing/idle.js";
import "./drawing/scale.js";
import "./element.js";
import "./registry.js";
import "./widget.js";
