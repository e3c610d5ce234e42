// Improves what works without it: regions are seen arriving while a search goes on, names of occupations while typing,
// "/" jumps to the search box, a print button, no form sent twice.
"use strict";

const busyLabels = new Map();

document.addEventListener("submit", (event) => {
  // A download leaves the page as it is.
  if (event.target.hasAttribute("data-again")) return;
  const button = event.submitter;
  // Where the list was, it is still.
  if (event.target.matches(".back:has(+ .profile)") && document.referrer === `${location.origin}/`) {
    event.preventDefault();
    history.back();
    return;
  }
  if (isSearch(event.target)) {
    event.preventDefault();
    markBusy(button);
    search([...new FormData(event.target, button)], { form: event.target, button });
    return;
  }
  if (event.target.dataset.busy) {
    event.preventDefault();
    return;
  }
  event.target.dataset.busy = "ja";
  markBusy(button);
  // Back from what is opened now, the list is where it was.
  if (history.state?.search) history.replaceState({ ...history.state, top: scrollY }, "");
});

function markBusy(button) {
  if (!button?.dataset.busy || busyLabels.has(button)) return;
  busyLabels.set(button, [...button.childNodes]);
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
}

function unmarkBusy() {
  for (const form of document.forms) delete form.dataset.busy;
  for (const [button, label] of busyLabels) {
    button.replaceChildren(...label);
    button.removeAttribute("aria-disabled");
  }
  busyLabels.clear();
}

window.addEventListener("pageshow", unmarkBusy);

// The search that goes on; a newer one ends it, here and in every region.
let going = null;

function isSearch(form) {
  return form.method === "post" && new URL(form.action).pathname === "/zoeken" && !form.dataset.plain;
}

// Searches with the fields `entries` of `form`, sent by `button`, and shows the regions as they answer and then the page.
// `again` is of a search that was made before: where its list was scrolled to.
async function search(entries, { form, button, again } = {}) {
  going?.abort();
  const mine = (going = new AbortController());
  const token = document.querySelector("input[name=csrf]")?.value ?? "";
  const fields = entries.filter(([name]) => name !== "csrf");
  const body = new URLSearchParams([["csrf", token], ...fields]);
  try {
    const answer = await fetch("/zoeken", {
      method: "POST", body, headers: { Accept: "text/event-stream" }, signal: mine.signal,
    });
    if (!answer.headers.get("Content-Type").startsWith("text/event-stream")) {
      show(await answer.text(), fields, again);
      return;
    }
    for await (const event of events(answer.body)) {
      if (event.name === "regios") showRegions(event.data);
      if (event.name === "regio") showRegion(event.data);
      if (event.name === "pagina") {
        show(event.data, fields, again);
        return;
      }
    }
    throw new Error("cut off");
  } catch {
    if (mine.signal.aborted) return;
    // Sent as without a script, so that the browser itself says what is wrong.
    if (!form?.isConnected) {
      location.assign("/");
      return;
    }
    form.dataset.plain = "ja";
    form.requestSubmit(button);
  }
}

// Server-sent events as they come. Source: HTML Living Standard §9.2.6.
async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const lines = part.split("\n");
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      yield { name: lines[0].replace("event: ", ""), data: data.join("\n") };
    }
  }
}

function nodes(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

function showRegions(html) {
  const place = document.querySelector(".columns .main");
  if (!place) return;
  place.replaceChildren(...nodes(html));
  scrollTo({ top: 0, behavior: "instant" });
  place.querySelector("h2").focus({ preventScroll: true });
}

function showRegion(html) {
  const strip = document.querySelector("[data-arriving]");
  const [entry] = nodes(html);
  const before = strip?.querySelector(`[data-region="${entry.dataset.region}"]`);
  if (!before) return;
  before.replaceWith(entry);
  const entries = [...strip.querySelectorAll("[data-region]")];
  strip.querySelector("[data-arrived]").textContent = entries.filter((one) => !("awaited" in one.dataset)).length;
}

function show(html, fields, again) {
  const page = new DOMParser().parseFromString(html, "text/html");
  busyLabels.clear();
  document.title = page.title;
  document.body.replaceWith(page.body);
  const state = { search: fields, by: visitor() };
  if (again) history.replaceState(state, "", "/");
  else history.pushState(state, "", "/");
  scrollTo({ top: again?.top ?? 0, behavior: "instant" });
  // What is wrong with the form, or what was found.
  const first = ["main [role=alert] a", ".summary h2", "main h1"].map((one) => document.querySelector(one)).find(Boolean);
  if (!first) return;
  if (first.tagName !== "A") first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

// Who is logged in: a search of somebody who sat here before is not made again.
function visitor() {
  return document.querySelector(".who p")?.textContent ?? "";
}

function searchAgain() {
  const state = history.state;
  const isOwn = Boolean(state?.search) && state.by === visitor();
  if (isOwn) search(state.search, { again: { top: state.top } });
  return isOwn;
}

// A link to a place on this page, such as to what is wrong, leads no further.
window.addEventListener("popstate", () => location.hash || searchAgain() || location.assign("/"));
// A new search begins empty, also for who was searching under the same address.
const arrival = performance.getEntriesByType("navigation")[0]?.type;
if (document.getElementById("zoek") && arrival !== "navigate") searchAgain();

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("tekst");
  const typing = event.target.closest("input, select, textarea");
  if (event.key !== "/" || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

let typed = 0;

document.addEventListener("input", async (event) => {
  const names = document.getElementById("namen");
  if (event.target.id !== "tekst" || !names) return;
  typed += 1;
  const number = typed;
  const text = event.target.value.trim();
  if (text.length < 2) {
    names.replaceChildren();
    return;
  }
  const body = new URLSearchParams({ csrf: event.target.form.elements.csrf.value, tekst: text });
  try {
    const answer = await fetch("/aanvullen", { method: "POST", body });
    const found = answer.ok ? (await answer.json()).namen : [];
    if (number === typed) names.replaceChildren(...found.map((name) => new Option(name, name)));
  } catch {
    names.replaceChildren();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => window.print());
}

// A page that goes on (the monitor, a delivery) shows itself as it is now, until somebody stops it (WCAG 2.2.2).
keepLive(document.querySelector("[data-live]"));

function keepLive(line) {
  if (!line) return;
  const button = line.querySelector("button");
  const label = button.textContent;
  let isStopped = false;
  line.hidden = false;
  button.addEventListener("click", () => {
    isStopped = !isStopped;
    button.textContent = isStopped ? "Weer verversen" : label;
  });
  setInterval(async () => {
    if (isStopped || document.hidden) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || isStopped) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Over, or no longer logged in.
    if (!page.querySelector("[data-live]")) location.reload();
    else renew(line, page);
  }, 1000 * line.dataset.live);
}

// Puts what stands behind `line` in `page` in the place of what stands there now; the focus stays where it is.
function renew(line, page) {
  const places = () => [...line.parentElement.querySelectorAll("a, button, input, [tabindex]")];
  const focused = places().indexOf(document.activeElement);
  const left = document.querySelector(".scroll")?.scrollLeft ?? 0;
  const fresh = page.querySelector("main");
  fresh.querySelector("[data-live]").remove();
  document.title = page.title;
  while (line.nextSibling) line.nextSibling.remove();
  line.after(...fresh.childNodes);
  document.querySelector(".scroll")?.scrollTo({ left });
  places()[focused]?.focus({ preventScroll: true });
}
