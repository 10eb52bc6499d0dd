// A lost connection is said on the page itself, so that the answers on it are not lost to the browser's error page.
const form = document.querySelector("form.question");
const said = form.querySelector(".offline");
form.addEventListener("submit", (event) => {
  said.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
});
window.addEventListener("online", () => { said.hidden = true; });
