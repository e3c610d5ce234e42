// Improves what works without it: one search at a time, "/" jumps to the search box, a print button.
"use strict";

const busyLabels = new Map();

document.addEventListener("submit", (event) => {
  // A download leaves the page as it is.
  if (event.target.hasAttribute("data-again")) return;
  const button = event.submitter;
  if (event.target.dataset.busy) {
    event.preventDefault();
    return;
  }
  event.target.dataset.busy = "ja";
  if (button && button.dataset.busy) {
    busyLabels.set(button, [...button.childNodes]);
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.busy;
  for (const [button, label] of busyLabels) {
    button.replaceChildren(...label);
    button.removeAttribute("aria-disabled");
  }
  busyLabels.clear();
});

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("tekst");
  const typing = event.target.closest("input, select, textarea");
  if (event.key !== "/" || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => window.print());
}
