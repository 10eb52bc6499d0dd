// Where the visitor's own clock differs from the clinic's, each time gets theirs in small print beside it.
"use strict";
(() => {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = (instant, zone, style) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone: zone }).format(instant);
  const clock = { hour: "numeric", minute: "2-digit", weekday: "short" };

  const add = () => {
    const line = document.getElementById("zone");
    if (!line || !mine) return;
    const times = [...document.querySelectorAll(".time time")].filter((time) => {
      const instant = new Date(time.dateTime);
      return !time.querySelector(".theirs") && shown(instant, mine, clock) !== shown(instant, line.dataset.zone, clock);
    });
    for (const time of times) {
      const theirs = document.createElement("small");
      theirs.className = "theirs";
      theirs.textContent = shown(new Date(time.dateTime), mine, clock);
      time.append(" ", theirs);
    }
    const words = line.querySelector("[data-their-zone]");
    if (times.length && words) {
      words.textContent = line.dataset.theirs.replace("%s", mine.replaceAll("_", " "));
      words.hidden = false;
    }
  };
  add();
  document.addEventListener("htmx:afterSettle", add);
})();
