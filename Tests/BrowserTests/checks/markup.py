"""Whether a page says what it is: title, headings, tables, labels; and that it is ours and light."""

MARKUP = """() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (document.documentElement.lang !== "nl") faults.push("the language is not said");
  if (all("h1").length !== 1) faults.push(`${all("h1").length} headings of the first level`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6").filter((one) => one.checkVisibility())) {
    const next = Number(heading.localName[1]);
    if (next > level + 1) faults.push(`after h${level} comes ${heading.outerHTML.slice(0, 60)}`);
    level = next;
  }
  for (const table of all("table")) {
    if (!table.caption?.textContent.trim()) faults.push("a table without a caption");
    if (!table.querySelector("th[scope=col]")) faults.push("a table without heads of columns");
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (!row.querySelector("th[scope=row]")) { faults.push("a row without a head"); break; }
    }
  }
  for (const field of all("input, select, textarea")) {
    if (field.type === "hidden") continue;
    if (!field.labels?.length) faults.push(`no label: ${field.outerHTML.slice(0, 80)}`);
    if (field.placeholder) faults.push(`a label that goes away: ${field.outerHTML.slice(0, 80)}`);
    for (const id of (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) faults.push(`is described by ${id}, which is not there`);
    }
  }
  for (const link of all("a[href^='#']")) {
    if (!document.querySelector(link.getAttribute("href"))) faults.push(`leads nowhere: ${link.outerHTML.slice(0, 80)}`);
  }
  if (all("script:not([src]), style, [style]").length) faults.push("script or style within the page");
  for (const form of all("form[method=post]")) {
    const isLogIn = new URL(form.action).pathname.startsWith("/inloggen");
    if (!form.elements.csrf && !isLogIn) faults.push(`no token: ${form.outerHTML.slice(0, 60)}`);
  }
  return [...new Set(faults)].slice(0, 6);
}"""


def check(world, state, page):
    faults = page.evaluate(MARKUP)
    world.titles[state.region, state.name] = page.title()
    title, _, rest = page.title().partition(" - ")
    if not title or not rest:
        faults.append(f"the title says too little: {page.title()!r}")
    return faults
