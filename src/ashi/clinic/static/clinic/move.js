/* Moving a visit on the day sheet, with the mouse or with the keyboard (m, arrows, Shift for half hours, Enter, Escape).
   It only fills in the form #move-form; the server decides. Without this script the visit's own page moves it. */
(() => {
  const STEP = 5;
  const HEAD = 40;
  let moving = null;

  const box = () => document.querySelector(".roomsbox");
  const rooms = () => [...document.querySelectorAll(".rooms > .room")];
  const pixels = () => parseFloat(getComputedStyle(document.querySelector(".sheet")).getPropertyValue("--px")) || 3;
  const say = (text) => {
    document.getElementById("move-said").textContent = text;
  };
  const form = () => document.getElementById("move-form");
  const clock = (minute) => {
    const wall = (Number(box().dataset.wall) + minute) % 1440;
    return `${Math.floor(wall / 60) % 12 || 12}:${String(wall % 60).padStart(2, "0")}`;
  };

  const draw = () => {
    const room = rooms()[moving.column].getBoundingClientRect();
    const inset = parseFloat(getComputedStyle(rooms()[moving.column]).paddingInlineStart);
    const left = room.left - box().getBoundingClientRect().left + inset;
    Object.assign(moving.ghost.style, {
      left: `${left}px`,
      width: `${room.width - inset}px`,
      top: `${HEAD + moving.minute * pixels()}px`,
    });
    moving.label.textContent = clock(moving.minute);
    say(`${rooms()[moving.column].querySelector("h2").textContent}, ${clock(moving.minute)}`);
  };

  const place = (column, minute) => {
    const last = Number(box().dataset.length) - moving.length;
    moving.column = Math.max(0, Math.min(rooms().length - 1, column));
    moving.minute = Math.max(0, Math.min(last, Math.round(minute / STEP) * STEP));
    draw();
  };

  const begin = (visit) => {
    const ghost = visit.cloneNode(true);
    ghost.className = "visit ghost";
    ghost.querySelectorAll("form").forEach((one) => one.remove());
    ghost.querySelector("a").removeAttribute("id");
    ghost.setAttribute("aria-hidden", "true");
    ghost.inert = true;
    const label = document.createElement("strong");
    label.className = "ghosttime";
    ghost.append(label);
    box().append(ghost);
    const minute = Number(visit.dataset.minute);
    moving = { visit, ghost, label, length: Number(visit.dataset.length), start: minute };
    moving.home = rooms().indexOf(visit.closest(".room"));
    visit.classList.add("lifted");
    place(moving.home, minute);
  };

  const end = () => {
    moving.ghost.remove();
    moving.visit.classList.remove("lifted");
    moving = null;
    say("");
  };

  const commit = () => {
    const { visit, column, minute, home, start } = moving;
    const room = rooms()[column];
    end();
    if (column === home && minute === start) return;
    const at = new Date(Number(box().dataset.start) * 1000 + minute * 60000);
    const fields = form().elements;
    form().action = visit.dataset.move;
    fields.at.value = `${at.toISOString().slice(0, 16)}Z`;
    fields.room.value = room.dataset.room;
    form().requestSubmit();
  };

  const movable = (target) => target.closest && target.closest(".sheet .visit[data-move]");

  document.addEventListener("keydown", (event) => {
    if (!moving) {
      const visit = event.key === "m" && !event.ctrlKey && !event.metaKey && !event.altKey && movable(event.target);
      if (visit) {
        event.preventDefault();
        begin(visit);
        say(document.getElementById("move-said").dataset.how);
      }
      return;
    }
    const step = event.shiftKey ? 6 * STEP : STEP;
    const steps = { ArrowUp: [0, -step], ArrowDown: [0, step], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (steps[event.key]) {
      place(moving.column + steps[event.key][0], moving.minute + steps[event.key][1]);
    } else if (event.key === "Enter") {
      commit();
    } else if (event.key === "Escape" || event.key === "Tab") {
      end();
      if (event.key === "Tab") return;
    } else {
      return;
    }
    event.preventDefault();
  });

  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const visit = movable(event.target);
    if (!visit || event.button !== 0 || event.pointerType === "touch" || event.target.closest("button")) return;
    const top = visit.getBoundingClientRect().top;
    held = { visit, x: event.clientX, y: event.clientY, grip: event.clientY - top };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
    if (!moving) begin(held.visit);
    const inside = event.clientY - held.grip - box().getBoundingClientRect().top - HEAD;
    const column = rooms().findIndex((room) => event.clientX < room.getBoundingClientRect().right);
    place(column < 0 ? rooms().length - 1 : column, inside / pixels());
    event.preventDefault();
  });
  document.addEventListener("pointerup", () => {
    const dragged = held && moving;
    held = null;
    if (!dragged) return;
    document.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    setTimeout(commit);
  });
  // A link is dragged by the browser itself unless told otherwise.
  document.addEventListener("dragstart", (event) => {
    if (movable(event.target)) event.preventDefault();
  });
  // The sheet does not refresh itself under somebody's hand.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if ((moving || held) && event.target.id === "daysheet") event.preventDefault();
  });
})();
