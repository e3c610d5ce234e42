// Counts the places where Tab stops, in the order of the page, and says of the place with the focus what is wrong there.
// Returns what each place is called.
() => {
  const able = "a[href], button, input, select, textarea, summary, [tabindex]";
  const stops = [...document.querySelectorAll(able)].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    // One of a group of radio buttons has the focus.
    if (element.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${element.name}"]`)];
    return element === (group.find((one) => one.checked) ?? group[0]);
  });
  const name = (element) => {
    const text = (element.labels?.[0]?.textContent ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}> "${text || element.name}"`;
  };
  const covered = (element) => {
    const parts = [element, ...(element.labels ?? [])];
    const box = element.getBoundingClientRect();
    for (const right of [0.5, 0.1, 0.9]) {
      for (const down of [0.5, 0.1, 0.9]) {
        const top = document.elementFromPoint(box.left + box.width * right, box.top + box.height * down);
        const isAround = (part) => top.contains(part) && !["body", "html"].includes(top.localName);
        if (top && parts.some((part) => part.contains(top) || isAround(part))) return false;
      }
    }
    return true;
  };
  const fault = (element) => {
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no ring around ${name(element)}`;
    if (covered(element)) return `covered or out of sight: ${name(element)}`;
    return null;
  };
  window.hallowerkStops = {
    // Puts the focus before the first place, or behind the last one.
    start(atEnd) {
      document.activeElement?.blur();
      const start = document.createElement("span");
      start.tabIndex = -1;
      if (atEnd) document.body.append(start);
      else document.body.prepend(start);
      start.focus();
      start.remove();
    },
    here() {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      return { number: stops.indexOf(element), fault: fault(element) };
    },
  };
  return stops.map(name);
}
