// Controls that are smaller than `least` px, with what they measure; a link within a sentence may be (WCAG 2.5.8).
(least) => {
  const faults = [];
  for (const control of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (control.type === "hidden" || !control.checkVisibility({ visibilityProperty: true })) continue;
    if (control.closest(".skip, .jump")) continue;
    const inSentence = getComputedStyle(control).display === "inline" || control.matches(".link");
    if (inSentence && control.parentElement.textContent.trim() !== control.textContent.trim()) continue;
    // A label around a box is part of the target.
    const boxes = [control, ...(control.labels ?? [])].filter((one) => one === control || one.contains(control))
      .map((one) => one.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (width === 0) continue;
    if (height < least - 0.5 || width < least - 0.5) {
      const text = (control.labels?.[0] ?? control).textContent.trim().slice(0, 40);
      faults.push(`${Math.round(width)} x ${Math.round(height)} px: <${control.localName}> "${text}"`);
    }
  }
  return [...new Set(faults)].slice(0, 6);
}
