// Jcrop (wagtailimages/js/vendor/jquery.Jcrop.min.js, hasTouchSupport) sets ontouchstart and two others on an element to see
// whether they become functions: inline handlers, which our Content-Security-Policy refuses, so that it never found a touch
// screen and a box could not be drawn on a phone. Told before, it does not try.
"use strict";

window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
