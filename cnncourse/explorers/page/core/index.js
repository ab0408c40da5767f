/**
 * What the core's script holds by itself: the element of a page and the drawing of a notebook. The
 * build adds what several explorers import.
 */

import "./element.js";
import "./registry.js";
import "./widget.js";
