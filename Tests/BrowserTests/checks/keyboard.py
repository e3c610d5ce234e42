"""Whether somebody with a keyboard gets everywhere and away again, and sees where (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11)."""

from pathlib import Path

STOPS = (Path(__file__).parent / "stops.js").read_text()
MOST_STOPS = 600


def check(world, state, page):
    faults = []
    for width, height in ((360, 740), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        # The way back is the same in every width.
        faults += [f"{width} px: {fault}" for fault in walk(page, and_back=width < 1024)]
    return faults


def walk(page, and_back):
    """Tabs through to the end, and back."""
    expected = page.evaluate(STOPS)
    there, faults = press_through(page, "Tab")
    back, more = press_through(page, "Shift+Tab") if and_back else (there, [])
    faults += more
    missed = [name for number, name in enumerate(expected) if number not in there]
    if missed:
        faults.append(f"Tab does not reach {missed[:3]}")
    if set(there) != set(back):
        faults.append("Shift+Tab comes by other places than Tab")
    if there != sorted(there):
        number = next(one for one, other in zip(there, sorted(there)) if one != other)
        faults.append(f"Tab goes another way than the page is read, at {expected[number]}")
    return list(dict.fromkeys(faults))[:6]


def press_through(page, key):
    """The numbers of the places that `key` comes by until it leaves the page, and what is wrong with the focus there."""
    places, faults = [], []
    page.evaluate("atEnd => hallowerkStops.start(atEnd)", key != "Tab")
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        here = page.evaluate("hallowerkStops.here()")
        if here is None or here["number"] in places[:-1]:
            return places, faults
        if not places or here["number"] != places[-1]:
            places.append(here["number"])
        if here["fault"]:
            faults.append(here["fault"])
    return places, [*faults, f"{key} does not leave the page after {MOST_STOPS} times"]
