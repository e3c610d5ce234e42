"""The whole story, as the issue tells it."""

from playwright.sync_api import expect

from harness.browser import DESKTOP, Look, log_in
from harness.federation import AWAY, HOME
from harness.registry import story
from pages import steps
from pages.states import CASE_MANAGER

LOOKS = [DESKTOP, Look(360, "dark", False)]


@story("log in, search, filter, region down, open, list, message, hidden meanwhile", looks=LOOKS)
def _(world, look):
    page = world.desk.page(HOME, look=look)
    # Each look with an account of its own: a code is good once.
    log_in(page, world.federation.log_ins[HOME, "totp-accountmanager" if look.script else "accountmanager"])
    vacancy = f"Magazijnmedewerker {look.width}"
    steps.make_vacancy(page, vacancy)

    with world.federation.frozen(AWAY):
        steps.search(page, gemeentenaam="Rotterdam")
        expect(steps.hits(page).first).to_be_visible()
        steps.unfold_filters(page)
        page.get_by_label("Tot en met").fill("40")
        page.get_by_role("button", name="Filters toepassen").click()
        expect(page.get_by_role("list", name="Gekozen filters").get_by_text("uur")).to_be_visible()
        page.get_by_role("button", name="Alles wissen").click()
        expect(page.locator(".missing")).to_contain_text("Flevoland")
        world.picture(page, f"whole story, region missing, {look}", "stories")

    steps.search(page, gemeentenaam="Rotterdam")
    expect(steps.hits(page).first).to_be_visible()
    steps.keep_hit(page, vacancy)
    page.locator("[data-kept] a").first.click()
    expect(page.locator(".candidate")).to_have_count(1)
    page.locator(".candidate").get_by_role("button", name="Bekijken").click()
    expect(steps.profile(page)).to_be_visible()
    name = steps.profile(page).get_by_role("heading", level=1).inner_text()
    form = page.locator("form.message")
    form.get_by_role("radio").last.check()
    form.get_by_label("Bericht", exact=True).fill("Kan deze persoon maandag beginnen?")
    form.get_by_role("button", name="Bericht versturen").click()
    expect(page.get_by_role("heading", name="Uw bericht is verstuurd")).to_be_visible()

    case_manager = world.desk.page(HOME, CASE_MANAGER)
    steps.open_dossier(case_manager, name)
    steps.change_visibility(case_manager, "Verbergen", "werk gevonden")
    try:
        page.goto("/vacatures")
        page.get_by_role("link", name=vacancy).first.click()
        world.picture(page, f"whole story, hidden meanwhile, {look}", "stories")
        candidate = page.locator(".candidate")
        expect(candidate).to_contain_text("Niet meer beschikbaar.")
        expect(candidate).not_to_contain_text("Rotterdam")
    finally:
        steps.change_visibility(case_manager, "Zichtbaar maken", "op eigen verzoek")
