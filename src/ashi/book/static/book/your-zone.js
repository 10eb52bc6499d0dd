// Where the visitor's own clock differs from the clinic's, each time gets theirs in small print beside it.
"use strict";
(() => {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = (instant, zone, style) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone: zone }).format(instant);
  const clock = { hour: "numeric", minute: "2-digit" };
  const theirs = (instant, here) => {
    const otherDay = shown(instant, mine, { weekday: "short" }) !== shown(instant, here, { weekday: "short" });
    return shown(instant, mine, otherDay ? { ...clock, weekday: "short" } : clock);
  };

  const add = () => {
    const line = document.getElementById("zone");
    if (!line || !mine) return;
    const times = [...document.querySelectorAll(".time time")].filter((time) => {
      const instant = new Date(time.dateTime);
      return !time.querySelector(".theirs") && shown(instant, mine, clock) !== shown(instant, line.dataset.zone, clock);
    });
    for (const time of times) {
      const small = document.createElement("small");
      small.className = "theirs";
      small.textContent = theirs(new Date(time.dateTime), line.dataset.zone);
      time.append(" ", small);
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
