"""axe-core on a page, in every width and colour scheme that counts."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# The rule is off unless named: WCAG 2.2 is young.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# In the dark nothing else differs.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
SIZES = {360: 740, 1440: 900}


def check(world, state, page):
    """Violations, each with its first element; keeps a picture of every look."""
    faults = []
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            look = f"{width} px, {scheme}"
            options = OPTIONS if scheme == "light" else COLOURS
            violations = Axe().run(page, options=options).response["violations"]
            world.axe.append({"state": state.name, "look": look, "violations": violations})
            world.picture(page, f"{state.name} {width} {scheme}")
            faults += [
                f"{look}: {one['id']}: {one['help']}; {len(one['nodes'])} times, first {one['nodes'][0]['html'][:160]}"
                for one in violations]
    page.emulate_media(color_scheme="light")
    return faults
