"""Somebody hides while a list with them is open elsewhere (P-VIS-5)."""

from playwright.sync_api import expect

from harness.browser import DESKTOP, Look
from harness.federation import HOME
from harness.registry import story
from pages import steps
from pages.states import ACCOUNT_MANAGER, CASE_MANAGER


def neutral_text(page):
    """What the page says, without the number for the helpdesk."""
    return page.locator("main").inner_text().partition("kenmerk")[0]


@story("hidden meanwhile: the profile is the one neutral page", looks=[DESKTOP, Look(360, "dark", False)])
def _(world, look):
    manager = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(manager, gemeentenaam="Rotterdam")
    expect(steps.hits(manager).first).to_be_visible()
    before = steps.found(manager).inner_text()
    person = steps.open_hit(manager)
    name = steps.profile(manager).get_by_role("heading", level=1).inner_text()
    manager.get_by_role("button", name="Terug naar de resultaten").click()
    expect(steps.found(manager)).to_have_text(before)

    case_manager = world.desk.page(HOME, CASE_MANAGER)
    steps.open_dossier(case_manager, name)
    steps.change_visibility(case_manager, "Verbergen", "werk gevonden")
    try:
        steps.open_again(manager, person)
        expect(manager.get_by_role("heading", level=1)).to_have_text("Niet gevonden")
        hidden = neutral_text(manager)
        world.picture(manager, f"hidden meanwhile, {look}", "stories")
        manager.goto("/bestaat-niet")
        assert hidden == neutral_text(manager), "a hidden profile's page differs from that of what never was"
        steps.search(manager, gemeentenaam="Rotterdam")
        expect(steps.found(manager)).to_be_visible()
        expect(steps.found(manager)).not_to_have_text(before)
    finally:
        steps.change_visibility(case_manager, "Zichtbaar maken", "op eigen verzoek")
