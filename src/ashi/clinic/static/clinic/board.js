/* The wall board asks for itself every fifteen seconds, and rings while somebody has to go. A browser lets a page
   sound only after somebody has pressed something on it. */
(() => {
  const button = document.getElementById("sound");
  const stale = document.getElementById("stale");
  const bell = new Audio(button.dataset.bell);
  let mayRing = false;

  const ring = () => {
    if (!mayRing || !document.querySelector("#board[data-ringing]")) return;
    bell.currentTime = 0;
    bell.play().catch(() => {});
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    bell.play().then(() => {
      mayRing = true;
      button.hidden = true;
      document.getElementById("soundon").hidden = false;
    }, () => {});
  });

  const again = async () => {
    try {
      const answer = await fetch(location.href, { headers: { "X-Ashi-Watch": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const board = page.getElementById("board");
      if (answer.redirected || (answer.ok && !board)) {
        location.reload();
        return;
      }
      stale.hidden = answer.ok;
      if (!answer.ok) return;
      document.getElementById("board").replaceWith(board);
      ring();
    } catch {
      stale.hidden = false;
    }
  };
  setInterval(again, 15000);
})();
