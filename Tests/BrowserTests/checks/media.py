"""Whether a page respects what somebody set: own colours, less motion (WCAG 1.4.11, 2.3.3)."""

FORCED = """() => {
  const faults = [];
  const say = (element) => `<${element.localName}> "${element.textContent.trim().slice(0, 30) || element.name}"`;
  for (const element of document.querySelectorAll("button, a.button, input, select")) {
    if (element.type === "hidden" || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const hasEdge = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
    const isNative = ["checkbox", "radio"].includes(element.type);
    if (!hasEdge && !isNative && !style.textDecorationLine.includes("underline")) faults.push(`no edge: ${say(element)}`);
  }
  for (const element of document.querySelectorAll("*")) {
    if (getComputedStyle(element).forcedColorAdjust === "none" && element.localName !== "svg") {
      faults.push(`keeps its own colours: ${say(element)}`);
    }
  }
  return [...new Set(faults)].slice(0, 5);
}"""

MOTION = """() => {
  const faults = [];
  if (document.getAnimations().length > 0) faults.push("something moves");
  if (getComputedStyle(document.documentElement).scrollBehavior !== "auto") faults.push("the page glides when it scrolls");
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const lasts = (text) => text.split(",").some((one) => parseFloat(one) > 0.01);
    if (lasts(style.transitionDuration) || lasts(style.animationDuration)) faults.push(`moves: <${element.localName}>`);
  }
  return [...new Set(faults)].slice(0, 5);
}"""


def check(world, state, page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(forced_colors="active")
    faults = [f"forced colours: {fault}" for fault in page.evaluate(FORCED)]
    world.picture(page, f"{state.name} forced colours", "media")
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    return faults + [f"reduced motion: {fault}" for fault in page.evaluate(MOTION)]
