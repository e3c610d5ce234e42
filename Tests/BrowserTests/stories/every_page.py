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
