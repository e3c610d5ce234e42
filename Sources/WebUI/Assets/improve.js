// Improves what works without it: one search at a time, names of occupations while typing, "/" jumps to the search box,
// a print button.
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

const searchBox = document.getElementById("tekst");
const names = document.getElementById("namen");
if (searchBox && names) {
  let typed = 0;
  searchBox.addEventListener("input", async () => {
    typed += 1;
    const number = typed;
    const text = searchBox.value.trim();
    if (text.length < 2) {
      names.replaceChildren();
      return;
    }
    const body = new URLSearchParams({ csrf: searchBox.form.elements.csrf.value, tekst: text });
    try {
      const answer = await fetch("/aanvullen", { method: "POST", body });
      const found = answer.ok ? (await answer.json()).namen : [];
      if (number === typed) names.replaceChildren(...found.map((name) => new Option(name, name)));
    } catch {
      names.replaceChildren();
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => window.print());
}
