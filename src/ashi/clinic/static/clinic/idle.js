/* Ten minutes without a touch: the screen is covered and asks for the password. Nothing on it is lost.
   The server is the judge (another window may be in use); without this script it asks at the next press. */
(() => {
  const dialog = document.getElementById("locked");
  if (!dialog || !dialog.showModal) return;
  const form = dialog.querySelector("form");
  const password = form.elements.password;
  const complaint = document.getElementById("locked-error");
  const limit = Number(form.dataset.minutes) * 60000;
  const token = form.elements.csrfmiddlewaretoken.value;
  let touched = Date.now();
  let told = Date.now();

  const post = (address, body) =>
    fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });

  const touch = () => {
    if (dialog.open) return;
    touched = Date.now();
    if (touched - told > 60000) {
      told = touched;
      post(form.dataset.here).catch(() => {});
    }
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    document.addEventListener(kind, touch, { passive: true });
  }

  const cover = () => {
    document.body.classList.add("covered");
    complaint.textContent = "";
    password.value = "";
    dialog.showModal();
    password.focus();
  };

  const look = async () => {
    if (dialog.open || Date.now() - touched < limit) return;
    const answer = await fetch(form.dataset.state, { headers: { "X-Ashi-Watch": "1" } }).catch(() => null);
    if (!answer || answer.redirected) return;
    if ((await answer.json()).idle) cover();
    else touched = Date.now() - limit + 30000;
  };
  setInterval(look, 15000);
  document.addEventListener("visibilitychange", look);

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post(form.action, new FormData(form)).catch(() => null);
    if (answer && answer.ok) {
      touched = told = Date.now();
      document.body.classList.remove("covered");
      dialog.close();
    } else if (answer && (await answer.json().catch(() => ({}))).signed_out) {
      location.reload();
    } else {
      complaint.textContent = form.dataset.wrong;
      password.value = "";
      password.focus();
    }
  });
})();
