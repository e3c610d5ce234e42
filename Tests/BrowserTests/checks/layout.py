"""Whether a page holds together when it is narrow, zoomed, in large letters, or touched (WCAG 1.4.4, 1.4.10, 2.5.8)."""

from pathlib import Path

LAYOUT = (Path(__file__).parent / "layout.js").read_text()
TARGETS = (Path(__file__).parent / "targets.js").read_text()

# A window of 1280 x 1024 zoomed to 400 % is 320 x 256; to 200 %, 640 x 512.
SIZES = {
    "320 px": (320, 256), "360 px": (360, 740), "zoomed to 200 %": (640, 512), "768 px": (768, 1024),
    "1024 px": (1024, 768), "1440 px": (1440, 900), "1920 px": (1920, 1080),
}


def check_reflow(world, state, page):
    """Nothing scrolls sideways, sticks out, is cut off or covers another text."""
    faults = []
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name}: {fault}" for fault in page.evaluate(LAYOUT)]
    return faults


def check_large_text(world, state, page):
    """The same with letters of twice the size, as set in the browser."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    faults = []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
        if size < 30:
            faults.append(f"{width} px: letters stay {size} px when somebody asks for twice the size")
        faults += [f"{width} px: {fault}" for fault in page.evaluate(LAYOUT)]
    world.picture(page, f"{state.name} large text", "media")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    session.detach()
    return faults


def check_targets(world, state, page):
    """24 px for a mouse; 44 px for a finger."""
    page.set_viewport_size({"width": 1440, "height": 900})
    faults = [f"mouse: {fault}" for fault in page.evaluate(TARGETS, 24)]
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if not page.evaluate("matchMedia('(pointer: coarse)').matches"):
            faults.append("the browser does not take fingers for fingers")
        faults += [f"touch, {width} px: {fault}" for fault in page.evaluate(TARGETS, 44)]
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()
    return faults
