/* One key instead of a way with the mouse. Only while nothing is being typed; ? shows them, and there they can be
   turned off (single keys get in the way of speech input). On the day sheet the arrows go from visit to visit. */
(() => {
  const dialog = document.getElementById("keys");
  if (!dialog || !dialog.showModal) return;
  const OFF = "ashi-keys-off";
  const box = dialog.querySelector("[type=checkbox]");
  box.checked = localStorage.getItem(OFF) !== "1";
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  for (const one of document.querySelectorAll("[data-keys]")) {
    one.hidden = false;
    one.addEventListener("click", () => dialog.showModal());
  }

  const typing = (target) => target.closest("input, select, textarea, dialog, [contenteditable]");
  const visits = () => [...document.querySelectorAll(".sheet .visit > a")].filter((one) => one.offsetParent);
  const middle = (one) => {
    const at = one.getBoundingClientRect();
    return [at.left + at.width / 2, at.top];
  };

  /* The nearest visit in a direction: along its own room first, else in the nearest room that way. */
  const nearest = (from, key) => {
    const [x, y] = middle(from);
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const ahead = visits().filter((one) => {
      const [left, top] = middle(one);
      if (sideways) return key === "ArrowLeft" ? left < x - 9 : left > x + 9;
      return Math.abs(left - x) < 9 && (key === "ArrowUp" ? top < y : top > y);
    });
    const far = (one) => {
      const [left, top] = middle(one);
      return sideways ? Math.abs(left - x) * 1000 + Math.abs(top - y) : Math.abs(top - y);
    };
    return ahead.sort((one, other) => far(one) - far(other))[0];
  };

  const first = () => visits().find((one) => one.parentElement.dataset.move) || visits()[0];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open], .ghost")) return;
    const visit = event.target.closest && event.target.closest(".sheet .visit > a");
    if (visit && event.key.startsWith("Arrow")) {
      const next = nearest(visit, event.key);
      if (next) next.focus();
      event.preventDefault();
      return;
    }
    if (typing(event.target) || localStorage.getItem(OFF) === "1") return;
    if (event.key === "?") {
      dialog.showModal();
    } else if (event.key === "/") {
      document.getElementById("search").focus();
    } else if (event.key === "v" && first()) {
      first().focus();
    } else {
      const way = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!way) return;
      way.click();
    }
    event.preventDefault();
  });
})();
