// What is wrong with the layout of the page as it is now: sentences, for each kind of fault the first few.
() => {
  const root = document.documentElement;
  const faults = [];
  const say = (element) => {
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${element.className ? ` class="${element.className}"` : ""}> "${text}"`;
  };
  const isForReaders = (element) => element.closest(".hidden, .skip, .jump") !== null;
  const scrollers = [];
  const seen = [...document.body.querySelectorAll("*")].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !isForReaders(element));

  const isWide = root.scrollWidth > root.clientWidth;
  if (isWide) faults.push(`the page scrolls sideways, ${root.scrollWidth} px in ${root.clientWidth}`);
  for (const element of seen) {
    const style = getComputedStyle(element);
    if (["auto", "scroll"].includes(style.overflowX)) scrollers.push(element);
  }
  const scrolls = (element) => scrollers.some((one) => one !== element && one.contains(element));
  for (const element of seen) {
    const box = element.getBoundingClientRect();
    // A picture cuts off what is drawn beyond it.
    if (box.width === 0 || scrolls(element) || element.ownerSVGElement) continue;
    if (box.right > root.clientWidth + 1 || box.left < -1) faults.push(`sticks out of the page: ${say(element)}`);
    const style = getComputedStyle(element);
    const cuts = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    const isFull = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    if (cuts && isFull && !element.closest("input, select, svg")) faults.push(`is cut off: ${say(element)}`);
  }

  // Lines of text that lie over each other.
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || isForReaders(element) || scrolls(element)) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("option, script, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const stuck = [...(function* () { for (let one = element; one; one = one.parentElement) yield one; })()]
      .some((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position));
    if (stuck) continue;
    for (const box of range.getClientRects()) if (box.width > 1) lines.push({ box, element });
  }
  for (const [index, one] of lines.entries()) {
    for (const other of lines.slice(index + 1)) {
      if (one.element === other.element) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > 2 && height > one.box.height / 2) faults.push(`${say(one.element)} lies over ${say(other.element)}`);
    }
  }
  return [...new Set(faults)].slice(0, 6);
}
