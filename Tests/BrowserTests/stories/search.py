"""Searching, from the first letter to the opened profile."""

from playwright.sync_api import expect

from harness.browser import DESKTOP, Look, log_in
from harness.federation import AWAY, HOME
from harness.registry import story, test
from pages import steps
from pages.states import ACCOUNT_MANAGER, CASE_MANAGER

MOST_STOPS = 400


def tab_to(page, place):
    """Presses Tab until `place` has the focus."""
    handle = place.element_handle()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if handle.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not come to {place}")


# With somebody of their own, who logs in here only: a code of TOTP is good once.
@story("log in and out", looks=[DESKTOP])
def _(world, look):
    page = world.desk.page(AWAY, look=look)
    page.goto("/")
    expect(page).to_have_url(f"{world.federation.portal(AWAY)}/inloggen")
    log_in(page, world.federation.log_ins[AWAY, ACCOUNT_MANAGER])
    expect(page.get_by_label("Wat zoekt u?")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen bij")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(f"{world.federation.portal(AWAY)}/inloggen")


@story("log in and out on a telephone", looks=[Look(360, "dark", False)])
def _(world, look):
    page = world.desk.page(AWAY, look=look)
    log_in(page, world.federation.log_ins[AWAY, CASE_MANAGER])
    page.get_by_role("link", name="Mijn gemeente").click()
    expect(page.get_by_label("Naam of klantnummer")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen bij")).to_be_visible()


@story("by keyboard only, from the first letter to the opened profile and back")
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    page.goto("/")
    # The box has the focus from the start.
    expect(page.get_by_label("Wat zoekt u?")).to_be_focused()
    page.keyboard.type("medewerker")
    # What the box offers, it offers to who asks for it: Enter searches what was typed.
    page.keyboard.press("Escape")
    if page.get_by_label("Wat zoekt u?").input_value() == "":
        page.keyboard.type("medewerker")
    page.keyboard.press("Enter")
    first = steps.hits(page).first
    expect(first).to_be_visible()
    if look.script:
        expect(steps.found(page)).to_be_focused()
    heading = first.locator("h3").text_content()
    tab_to(page, first.get_by_role("button", name="Bekijken"))
    page.keyboard.press("Enter")
    expect(steps.profile(page)).to_be_visible()
    world.picture(page, f"opened by keyboard, {look}", "stories")
    tab_to(page, page.get_by_role("button", name="Terug naar de resultaten"))
    page.keyboard.press("Enter")
    expect(steps.hits(page).first.locator("h3")).to_have_text(heading)


@story("the skip link leads past the menu", looks=[DESKTOP, Look(360, "dark", False)])
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    page.goto("/vacatures")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), "the focus is not in main"


@story("what is wrong is said, and leads to its field", looks=[DESKTOP, Look(360, "dark"), Look(768, "light", False)])
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page, "monteur", postcode="abc")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Postcode")).to_be_focused()
    expect(page.get_by_label("Postcode")).to_have_value("abc")


@story("a filter is chosen, seen and taken away")
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page)
    expect(steps.found(page)).to_be_visible()
    everybody = steps.found(page).inner_text()
    steps.unfold_filters(page)
    page.get_by_label("Baanafspraak").first.check()
    page.get_by_label("Tot en met").fill("32")
    page.get_by_role("button", name="Filters toepassen").click()
    chips = page.get_by_role("list", name="Gekozen filters").get_by_role("button")
    expect(chips).to_have_count(3)
    expect(steps.found(page)).not_to_have_text(everybody)
    for hit in steps.hits(page).all():
        expect(hit).to_contain_text("Baanafspraak")
    world.picture(page, f"filters, {look}", "stories")
    chips.filter(has_text="Baanafspraak").click()
    expect(chips).to_have_count(2)
    expect(chips.first).not_to_contain_text("Baanafspraak")
    page.get_by_role("button", name="Alles wissen").click()
    expect(page.get_by_role("list", name="Gekozen filters")).to_have_count(0)
    expect(steps.found(page)).to_have_text(everybody)


@story("back from a profile to the same place of the list")
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page)
    page.get_by_role("button", name="Volgende pagina").first.click()
    place = page.get_by_text("21 tot en met 40")
    expect(place).to_be_visible()
    button = steps.hits(page).nth(12).get_by_role("button", name="Bekijken")
    button.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    button.click()
    expect(steps.profile(page)).to_be_visible()
    page.get_by_role("button", name="Terug naar de resultaten").click()
    if not look.script:
        # Without a script the list begins again.
        expect(steps.hits(page)).to_have_count(20)
        return
    expect(place).to_be_visible()
    after = page.evaluate("scrollY")
    assert abs(after - before) < 50, f"the list was at {before} px and is at {after}"


@story("a new search begins empty", looks=[DESKTOP, Look(360, "dark", False)])
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page, "medewerker")
    expect(steps.found(page)).to_be_visible()
    page.get_by_role("link", name="Nieuwe zoekvraag").click()
    expect(page.get_by_label("Wat zoekt u?")).to_have_value("")
    expect(steps.found(page)).to_have_count(0)


@story("own hidden people are marked", looks=[DESKTOP, Look(360, "dark", False)])
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page)
    expect(page.locator(".home h2")).to_contain_text("Alleen in onze regio")
    steps.open_own(page)
    expect(page.get_by_text("Niet zichtbaar voor anderen.")).to_be_visible()
    page.get_by_role("button", name="Terug naar de mensen alleen in onze regio").click()
    expect(page.locator(".home .hit").first).to_be_visible()
    expect(steps.hits(page)).to_have_count(0)


@story("a region that does not answer is named", trouble=f"{AWAY} frozen")
def _(world, look):
    page = world.desk.page(HOME, ACCOUNT_MANAGER, look)
    steps.search(page)
    expect(page.locator(".missing")).to_contain_text("Resultaten uit Flevoland ontbreken.")
    expect(steps.hits(page).first).to_be_visible()
    for hit in steps.hits(page).all():
        expect(hit).not_to_contain_text("Flevoland")
    steps.unfold_regions(page)
    expect(page.locator("[data-region=flevoland]")).not_to_contain_text("gaf antwoord")
    world.picture(page, f"region missing, {look}", "stories")
    page.get_by_role("button", name="Opnieuw vragen").click()
    expect(page.locator(".missing")).to_contain_text("Flevoland")


@test("a profile can be printed")
def _(world):
    page = world.desk.page(HOME, ACCOUNT_MANAGER)
    steps.search(page, "medewerker")
    steps.open_hit(page)
    expect(steps.profile(page)).to_be_visible()
    page.emulate_media(media="print")
    for gone in (page.locator(".top"), page.get_by_role("button", name="Terug naar"), page.locator("[data-print]")):
        expect(gone).to_be_hidden()
    expect(page.get_by_role("heading", name="Wat kan deze persoon?")).to_be_visible()
    world.picture(page, "profile printed", "stories")


@test("pages are light")
def _(world):
    # Without photos; with everything that a page asks for, and nothing kept from before.
    for name, reach in {
        "welcome": lambda page: page.goto("/"),
        "results": lambda page: (steps.search(page), expect(steps.hits(page).first).to_be_visible()),
    }.items():
        page = world.desk.page(HOME, ACCOUNT_MANAGER, Look(1440, "light", False))
        asked = []
        page.on("requestfinished", lambda request: asked.append(request))
        reach(page)
        page.wait_for_load_state()
        weight = sum(request.sizes()["responseBodySize"] for request in asked)
        assert 10_000 < weight < 150_000, f"{name} weighs {weight} bytes"
