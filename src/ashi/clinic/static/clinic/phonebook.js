/* Booking by telephone without the mouse: Enter goes on to the next step, and never sends half a form.
   who -> telephone -> times -> asked -> book. Without this script Enter looks for the person, as before. */
(() => {
  const form = document.getElementById("phonebook");
  if (!form) return;
  const all = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const seen = (one) => one && one.offsetParent;
  const toTimes = () => (all("at").find((one) => one.checked) || all("at")[0] || form.elements.first).focus();
  const toAsked = () => (all("asked").find((one) => one.checked) || all("asked")[0]).focus();
  const toPerson = () => {
    const people = all("who");
    const chosen = people.find((one) => one.checked);
    if (people.length > 1 && (!chosen || chosen.value !== "new")) (chosen || people[0]).focus();
    else if (seen(form.elements.name) && !form.elements.name.value) form.elements.name.focus();
    else form.elements.phone.focus();
  };

  let looking = false;
  document.addEventListener("htmx:afterSettle", () => {
    if (!looking) return;
    looking = false;
    toPerson();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.closest("button, summary, a, textarea")) return;
    const name = event.target.name;
    event.preventDefault();
    if (name === "q") {
      looking = true;
      event.target.dispatchEvent(new Event("look", { bubbles: true }));
    } else if (name === "at") {
      if (!event.target.checked) event.target.click();
      toAsked();
    } else if (name === "asked") {
      form.querySelector("[name=book]").click();
    } else if (name === "yes") {
      toAsked();
    } else if (name === "who" && event.target.value === "new") {
      toPerson();
    } else {
      toTimes();
    }
  });
})();
