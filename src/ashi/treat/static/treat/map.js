// Taps on the body map write into the form beside it; without this file everything can be typed.
"use strict";

const words = { L: "left", R: "right", M: "middle" };

document.addEventListener("click", (event) => {
  const frame = event.target.closest("#tapmap");
  if (!frame) return;
  const point = event.target.closest("[data-point]");
  if (point) tapped(point.dataset.point, event.target.dataset.side || "M");
  else if (event.target.closest("svg")) ashi(frame, event);
});

function tapped(code, letter) {
  const both = letter !== "M" && document.getElementById("both-sides").checked;
  const side = both ? "both" : words[letter];
  const off = document.querySelector(`button[data-line="${code}:${side}"]`);
  if (off) {
    off.click();
    return;
  }
  const form = document.getElementById("adding");
  form.elements.typed.value = side === "middle" ? code : `${code} ${side}`;
  form.requestSubmit();
}

// The place on the drawing: the picture's own units, right and up, whatever its size on the screen.
function ashi(frame, event) {
  const picture = frame.querySelector("svg");
  const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  const form = document.getElementById("ashi");
  form.elements.x.value = spot.x.toFixed(2);
  form.elements.y.value = spot.y.toFixed(2);
  form.requestSubmit();
}
