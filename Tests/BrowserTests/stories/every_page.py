"""Walks over every page in every state, with all checks."""

from checks import axe, keyboard, layout, markup, media
from harness.browser import DESKTOP
from harness.registry import test
from pages.states import STATES

# In this order: what changes the window comes after what needs the page as it opened.
CHECKS = {
    "markup": markup.check,
    "axe": axe.check,
    "reflow": layout.check_reflow,
    "large text": layout.check_large_text,
    "targets": layout.check_targets,
    "own colours, less motion": media.check,
    "keyboard": keyboard.check,
}

# States of a page that has its title in another state already.
SAME_PAGE = {
    "search, results with filters", "search, results unfolded", "search, did you mean", "search, own hidden people",
    "search, while regions answer", "search, a region missing", "search, own region only", "search, maintenance",
    "search, a region missing on the map", "link refused", "search, saved searches", "vacancies, none",
    "vacancies, faults", "vacancy, candidate's region missing", "search, names offered while typing",
    "search, map and counts", "search, as a link", "log-in, wrong code", "messages, none", "messages, sent",
    "messages, received", "messages, no answer given", "account, a second factor", "roles, somebody added",
    "dossier, visibility refused", "dossier, conflict", "deliveries, refused file", "log-in, too often",
    "log-in, wrong password", "deliveries of the region",
}


def declare(state):
    """A test for each check, on a page that is opened by the first."""
    opened = []

    def page_of(world):
        if not opened:
            page = world.desk.page(state.region, state.role, DESKTOP)
            opened.append(page)
            state.reach(page, world.federation)
        return opened[0]

    for name, check in CHECKS.items():

        @test(f"{state.name}: {name}", state.trouble, group=state.name)
        def _(world, check=check):
            faults = check(world, state, page_of(world))
            assert not faults, "\n".join(faults)


for state in STATES:
    declare(state)


@test("every page has a title of its own")
def _(world):
    pages = {}
    for (region, name), title in world.titles.items():
        if name not in SAME_PAGE:
            pages.setdefault((region, title), []).append(name)
    twice = [f"{title!r}: {', '.join(names)}" for (_, title), names in pages.items() if len(names) > 1]
    assert not twice, "\n".join(twice)
