// Improves what works without it: regions are seen arriving while a search goes on, names of occupations, skills and
// places while typing, a print button, no form sent twice.
"use strict";

const busyLabels = new Map();

document.addEventListener("submit", (event) => {
  // A download leaves the page as it is.
  if (event.target.hasAttribute("data-again")) return;
  const button = event.submitter;
  if (button?.getAttribute("formaction") === "/op-lijst" && !event.target.dataset.plain) {
    event.preventDefault();
    keep(event.target, button);
    return;
  }
  // Where the list was, it is still.
  if (isSearch(event.target) && event.target.matches(".back:has(+ .profile)") && document.referrer === `${location.origin}/`) {
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
  if (event.target.dataset.inline && !event.target.dataset.plain) {
    event.preventDefault();
    markBusy(button);
    showInline(event.target, button);
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

// Puts the part of the answer that matters where the form is.
async function showInline(form, button) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(form.dataset.inline);
    if (!part) throw new Error("no such part");
    form.replaceWith(part);
    busyLabels.delete(button);
    reveal();
    const field = part.querySelector("input");
    if (field) field.select();
    else part.tabIndex = -1;
    (field ?? part).focus();
  } catch {
    form.dataset.plain = "ja";
    unmarkBusy();
    form.requestSubmit(button);
  }
}

// Puts somebody on the list of the vacancy that is searched for, and says so where the button was; which list is asked on a
// page.
async function keep(form, button) {
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch("/op-lijst", { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-kept]");
    if (!said) throw new Error("a list is to be chosen");
    said.tabIndex = -1;
    button.replaceWith(said);
    said.focus();
  } catch {
    button.removeAttribute("aria-disabled");
    form.dataset.plain = "ja";
    form.requestSubmit(button);
    delete form.dataset.plain;
  }
}

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
  prepareBox();
  reveal();
  const state = { search: fields, by: visitor() };
  if (again) history.replaceState(state, "", "/");
  else history.pushState(state, "", "/");
  const narrow = matchMedia("(width < 48em)").matches && document.querySelector(".summary");
  if (narrow && !again) narrow.scrollIntoView({ behavior: "instant" });
  else scrollTo({ top: again?.top ?? 0, behavior: "instant" });
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

window.addEventListener("popstate", () => location.hash || searchAgain() || location.assign("/"));
// A new search begins empty, also for who was searching under the same address.
const arrival = performance.getEntriesByType("navigation")[0]?.type;
if (document.getElementById("zoek") && arrival !== "navigate") searchAgain();

// The search box offers names while somebody types. Source: ARIA Authoring Practices, combobox with a listbox.
const offers = { typed: "", from: 0, all: [], chosen: -1, asked: null };

function box() {
  return document.getElementById("tekst");
}

function prepareBox() {
  const input = box();
  if (!input || input.getAttribute("role")) return;
  for (const [name, value] of [
    ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "voorstellen"],
  ]) input.setAttribute(name, value);
}

prepareBox();

document.addEventListener("input", async (event) => {
  if (event.target !== box()) return;
  offers.asked?.abort();
  const mine = (offers.asked = new AbortController());
  const typed = event.target.value;
  if (typed.trim().length < 2) return closeOffers();
  narrowOffers(typed);
  const body = new URLSearchParams({ csrf: event.target.form.elements.csrf.value, tekst: typed });
  try {
    const answer = await fetch("/aanvullen", { method: "POST", body, signal: mine.signal });
    const found = answer.ok ? await answer.json() : { voorstellen: [], vanaf: 0 };
    if (!mine.signal.aborted && document.activeElement === box()) showOffers(typed, found);
  } catch {
    if (!mine.signal.aborted) closeOffers();
  }
});

// What is offered and goes on as typed is there at once; the answer to what was typed comes after it.
function narrowOffers(typed) {
  if (!typed.startsWith(offers.typed)) return;
  const part = typed.slice(offers.from).trim().toLowerCase();
  const left = offers.all.filter((offer) => offer.naam.toLowerCase().includes(part));
  if (left.length > 0) showOffers(typed, { voorstellen: left, vanaf: offers.from });
}

function showOffers(typed, found) {
  const list = document.getElementById("voorstellen");
  const isSame = offers.from === found.vanaf && JSON.stringify(offers.all) === JSON.stringify(found.voorstellen);
  if (isSame && !list.hidden) return void (offers.typed = typed);
  Object.assign(offers, { typed, from: found.vanaf, all: found.voorstellen, chosen: -1 });
  if (offers.all.length === 0) return closeOffers();
  list.replaceChildren(...offers.all.map((offer, place) => {
    const item = document.createElement("li");
    item.id = `voorstel-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const kind = document.createElement("small");
    kind.textContent = offer.soort;
    item.append(offer.naam, " ", kind);
    return item;
  }));
  list.hidden = false;
  box().setAttribute("aria-expanded", "true");
  box().removeAttribute("aria-activedescendant");
  say(offers.all.length === 1 ? "1 voorstel" : `${offers.all.length} voorstellen`);
}

function closeOffers() {
  offers.asked?.abort();
  Object.assign(offers, { all: [], chosen: -1 });
  const list = document.getElementById("voorstellen");
  if (!list || list.hidden) return;
  list.hidden = true;
  list.replaceChildren();
  box().setAttribute("aria-expanded", "false");
  box().removeAttribute("aria-activedescendant");
}

function say(text) {
  document.getElementById("voorstellen-stand").textContent = text;
}

function mark(place) {
  const items = document.querySelectorAll("#voorstellen li");
  items[offers.chosen]?.setAttribute("aria-selected", "false");
  offers.chosen = place;
  const item = items[place];
  if (!item) return box().removeAttribute("aria-activedescendant");
  item.setAttribute("aria-selected", "true");
  item.scrollIntoView({ block: "nearest" });
  box().setAttribute("aria-activedescendant", item.id);
}

// A place becomes a filter, what else was offered takes the place of what was typed of it.
function take(offer) {
  const input = box();
  const before = offers.typed.slice(0, offers.from);
  if (offer.veld) {
    input.value = before.trimEnd();
    addFilter(offer);
    say(`${offer.naam} gekozen als filter`);
  } else {
    input.value = before + offer.naam;
    say(`${offer.naam} ingevuld`);
  }
  closeOffers();
}

function addFilter({ veld, waarde, naam, soort }) {
  const same = [...document.querySelectorAll(`input[name="${veld}"]`)].find((one) => one.value === waarde);
  if (same?.checked) return;
  if (same) {
    same.checked = true;
  } else {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: veld, value: waarde });
    document.getElementById("zoek").append(field);
  }
  const chips = document.getElementById("gekozen");
  const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip" });
  chip.dataset.added = waarde;
  chip.dataset.field = veld;
  const hint = Object.assign(document.createElement("span"), { className: "hidden", textContent: "Haal weg: " });
  const cross = Object.assign(document.createElement("span"), { ariaHidden: "true", textContent: "×" });
  chip.append(hint, soort === "regio" ? `regio ${naam} ` : `${naam} `, cross);
  const item = document.createElement("li");
  item.append(chip);
  chips.prepend(item);
  chips.hidden = false;
}

// A chip that was added before searching goes without searching.
function dropFilter(chip) {
  for (const field of document.querySelectorAll(`input[name="${chip.dataset.field}"]`)) {
    if (field.value !== chip.dataset.added) continue;
    if (field.type === "hidden") field.remove();
    else field.checked = false;
  }
  const chips = chip.closest("ul");
  chip.closest("li").remove();
  if (!chips.querySelector("li")) chips.hidden = true;
  box().focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.isComposing) return;
  const { all, chosen } = offers;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length > 0) {
    // One place more than there are: back in the box.
    const count = all.length + 1;
    mark(((chosen + 1 + step + count) % count) - 1);
  } else if (event.key === "Enter" && all[chosen]) {
    take(all[chosen]);
  } else if (event.key === "Escape" && all.length > 0) {
    closeOffers();
  } else {
    if (event.key === "Enter" || event.key === "Tab") closeOffers();
    return;
  }
  event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("#voorstellen li");
  if (!item) return;
  // The box keeps the focus.
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const item = event.target.closest?.("#voorstellen li");
  if (item) return take(offers.all[[...item.parentNode.children].indexOf(item)]);
  const added = event.target.closest?.("[data-added]");
  if (added) return dropFilter(added);
  const within = event.target.closest?.("a[href^='#']");
  if (within && goTo(document.getElementById(within.hash.slice(1)))) return event.preventDefault();
  const copy = event.target.closest?.("[data-copy]");
  if (copy) copyLink(copy);
  if (event.target.closest?.("[data-print]")) window.print();
});

document.addEventListener("focusout", (event) => {
  if (event.target === box()) closeOffers();
});

// To a place on this page, without a step in the browser's history: going back is to the search, not to the place.
function goTo(place) {
  if (!place) return false;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
  return true;
}

async function copyLink(button) {
  const link = document.getElementById(button.dataset.copy);
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
    button.textContent = "Gekopieerd";
  } catch {
    button.textContent = "Kopieer met Ctrl+C";
  }
}

// What only works with a script is shown by it.
function reveal() {
  for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
  for (const button of document.querySelectorAll("[data-print]")) button.closest("[hidden]")?.removeAttribute("hidden");
}

reveal();

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
  const pause = 1000 * line.dataset.live;
  let shown = Date.now();
  const show = async () => {
    if (isStopped || document.hidden) return;
    shown = Date.now();
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || isStopped) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Over, or no longer logged in.
    if (!page.querySelector("[data-live]")) location.reload();
    else renew(line, page);
  };
  const ask = () => setInterval(show, pause);
  if (!line.dataset.events) return ask();
  // Told after each look; a page that wants to be shown less often leaves some out.
  const events = new EventSource(line.dataset.events);
  events.addEventListener("bijgewerkt", () => {
    if (Date.now() - shown > pause - 1000) show();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) ask();
  });
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
