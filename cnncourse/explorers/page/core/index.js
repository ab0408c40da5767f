/**
 * What the core's script holds by itself: the element of a page. The build adds what several
 * explorers import, and what the drawing of a notebook does, which is a script of its own.
 */

import "./element.js";
import "./registry.js";
