/* The board of a proposal: visits are dragged to where they could be, or onto the list of calls. It only sets the lists
   of the form below it and asks the server how that fits; without this script, and for the keyboard, the lists do. */
(() => {
  const PIXELS = 1; // a minute
  const NEAR = 60; // pixels from a place at which a visit still falls into it
  let drag = null;

  const made = (tag, name, text) => {
    const one = document.createElement(tag);
    one.className = name;
    if (text) one.textContent = text;
    return one;
  };
  const list = (visit) => document.getElementById(`visit-${visit}`);
  const clock = (minute) => `${Math.floor(minute / 60) % 12 || 12}:${String(minute % 60).padStart(2, "0")}`;

  const draw = () => {
    const board = document.getElementById("board");
    if (!board || board.dataset.drawn) return;
    board.dataset.drawn = "yes";
    const all = JSON.parse(board.dataset.board);
    const minutes = Object.values(all.places).map((place) => place[1]);
    if (!minutes.length) return;
    const first = Math.floor(Math.min(...minutes) / 60) * 60;
    const last = Math.max(...minutes) + 60;
    const strip = made("div", "boarddays");
    const columns = new Map();
    for (const [day, label] of all.days) {
      const group = made("section", "boardday");
      group.append(made("h3", "", label));
      const people = made("div", "boardpeople");
      const here = new Set(Object.values(all.places).filter((place) => place[0] === day).map((place) => place[2]));
      for (const [person, name] of all.people.filter(([each]) => here.has(each))) {
        const column = made("div", "boardperson");
        column.append(made("h4", "", name));
        const body = made("div", "boardtimes");
        body.style.height = `${(last - first) * PIXELS}px`;
        for (let hour = first; hour < last; hour += 60) {
          const line = made("span", "boardhour", clock(hour));
          line.style.top = `${(hour - first) * PIXELS}px`;
          body.append(line);
        }
        column.append(body);
        people.append(column);
        columns.set(`${day} ${person}`, body);
      }
      group.append(people);
      strip.append(group);
    }
    const calls = made("div", "boardcalls");
    calls.append(made("h3", "", all.words.call), made("p", "small soft", all.words.drop));
    board.append(calls, strip);
    const put = (one, place, length) => {
      one.style.top = `${(place[1] - first) * PIXELS}px`;
      one.style.height = `${length * PIXELS - 2}px`;
      columns.get(`${place[0]} ${place[2]}`)?.append(one);
    };
    const ends = new Map();
    const inOrder = Object.entries(all.visits).sort(([one], [other]) => {
      const minute = (visit) => all.places[list(visit).value]?.[1] ?? 0;
      return minute(one) - minute(other);
    });
    for (const [visit, [name, length, clash]] of inOrder) {
      const place = all.places[list(visit).value];
      const card = made("div", clash ? "boardvisit clash" : "boardvisit");
      card.dataset.visit = visit;
      card.append(made("b", "", name), made("span", "", place ? clock(place[1]) : ""));
      if (!place) {
        calls.append(card);
        continue;
      }
      put(card, place, length);
      // While one patient rests somebody else may begin: those two stand side by side.
      const before = ends.get(card.parentElement);
      if (before && before.end > place[1] && !before.second) {
        before.card.classList.add("left");
        card.classList.add("right");
        ends.set(card.parentElement, { card, end: Math.max(before.end, place[1] + length), second: true });
      } else {
        ends.set(card.parentElement, { card, end: place[1] + length, second: false });
      }
    }
    board.hidden = false;
    board.all = all;
    board.put = put;
    board.calls = calls;
  };

  const begin = ({ card, x, y }) => {
    const board = document.getElementById("board");
    const box = card.getBoundingClientRect();
    drag = { card, board, x: x - box.left, y: y - box.top, slots: [] };
    const [, length] = board.all.visits[card.dataset.visit];
    for (const option of list(card.dataset.visit).options) {
      const place = board.all.places[option.value];
      if (!place) continue;
      const slot = made("div", "boardslot");
      board.put(slot, place, length);
      if (slot.isConnected) drag.slots.push([slot, option.value]);
    }
    drag.slots.push([board.calls, "call"]);
    drag.ghost = card.cloneNode(true);
    drag.ghost.classList.add("carried");
    Object.assign(drag.ghost.style, { width: `${box.width}px`, height: `${box.height}px` });
    document.body.append(drag.ghost);
    card.classList.add("lifted");
  };

  const over = (event) => {
    const { ghost, slots, board, x, y } = drag;
    Object.assign(ghost.style, { left: `${event.clientX - x}px`, top: `${event.clientY - y}px` });
    const carried = ghost.getBoundingClientRect();
    let best = [NEAR, null, null];
    for (const [slot, value] of slots) {
      const box = slot.getBoundingClientRect();
      const inside = slot === board.calls && event.clientX >= box.left && event.clientX <= box.right;
      const away = slot === board.calls
        ? (inside && event.clientY >= box.top && event.clientY <= box.bottom ? 0 : NEAR)
        : Math.hypot(box.left - carried.left, box.top - carried.top);
      if (away < best[0]) best = [away, slot, value];
    }
    drag.target?.classList.remove("chosen");
    best[1]?.classList.add("chosen");
    [, drag.target, drag.value] = best;
  };

  const end = (settled) => {
    const { card, ghost, slots, board, value, target } = drag;
    ghost.remove();
    target?.classList.remove("chosen");
    for (const [slot] of slots) if (slot !== board.calls) slot.remove();
    card.classList.remove("lifted");
    drag = null;
    const chosen = list(card.dataset.visit);
    if (!settled || !value || chosen.value === value) return;
    chosen.value = value;
    document.getElementById("look").click();
  };

  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest?.(".boardvisit");
    if (!card || event.button !== 0 || event.pointerType === "touch") return;
    held = { card, x: event.clientX, y: event.clientY };
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!drag && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
    if (!drag) begin(held);
    over(event);
  });
  document.addEventListener("pointerup", () => {
    held = null;
    if (drag) end(true);
  });
  document.addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") {
      held = null;
      end(false);
    }
  });
  // A list that is changed is a change like a drag.
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#replan select")) document.getElementById("look").click();
  });
  document.addEventListener("htmx:afterSettle", draw);
  draw();
})();
