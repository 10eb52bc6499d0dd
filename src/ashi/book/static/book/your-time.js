// Says in words how long a time is still kept. The page says it without this too, as it was when it was sent.
"use strict";
(() => {
  const kept = document.getElementById("kept");
  if (!kept) return;
  // The server's clock counts, not the visitor's: only what has passed since the page came is measured here.
  const lasts = new Date(kept.dataset.until) - new Date(kept.dataset.now);
  const [left, aloud] = [kept.querySelector("[data-left]"), kept.querySelector("[data-aloud]")];
  let said = "";

  const say = () => {
    const minutes = Math.floor((lasts - performance.now()) / 60000);
    const over = lasts <= performance.now();
    const words = over ? kept.dataset.over : minutes < 1 ? kept.dataset.one : kept.dataset.many.replace("%s", minutes + 1);
    if (words === said) return;
    said = left.textContent = words;
    // Aloud only when it matters, so that a screen reader is not interrupted every minute.
    if (over || minutes < 1) aloud.textContent = words;
    if (over) {
      kept.classList.add("caution");
      clearInterval(tick);
    }
  };
  const tick = setInterval(say, 5000);
  say();
})();

// A lost connection is said on the page itself, so that what was typed is not lost to the browser's error page.
(() => {
  const form = document.querySelector("form.person-form");
  if (!form) return;
  const said = form.querySelector(".offline");
  form.addEventListener("submit", (event) => {
    said.hidden = navigator.onLine;
    if (!navigator.onLine) event.preventDefault();
  });
  addEventListener("online", () => {
    said.hidden = true;
  });
})();
