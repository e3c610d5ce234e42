"""What people do on the pages: one function for each thing that several tests do."""

import re
from contextlib import contextmanager

from playwright.sync_api import expect

from harness.browser import log_in


def is_folded(page):
    """Whether the filters are folded away: below 1024 px."""
    return page.viewport_size["width"] < 1024


def unfold_filters(page):
    """Shows the filters, and those under "Meer filters"."""
    fold = page.locator(".filters > details")
    if is_folded(page) and fold.get_attribute("open") is None:
        fold.locator("> summary").click()


def unfold_regions(page):
    """Shows the strip of regions."""
    fold = page.locator("details.strip")
    if is_folded(page) and fold.get_attribute("open") is None:
        fold.locator("> summary").click()


def search(page, text="", **fields):
    """Searches from the start; `fields` are names and values of the form's fields."""
    page.goto("/")
    for name, value in fields.items():
        unfold_filters(page)
        page.locator(f"[name={name}]").fill(value)
    # On a phone the filters cover the page until the focus is elsewhere.
    page.get_by_label("Wat zoekt u?").fill(text)
    press_search(page)


def press_search(page):
    page.get_by_label("Wat zoekt u?").press("Enter")


def found(page):
    """The line that says how many people were found where."""
    return page.locator(".summary h2")


def hits(page):
    """The hits of all regions, without the own region's hidden people."""
    return page.locator("#open .hit")


def open_hit(page, number=0):
    """Opens a hit, and returns all that it says."""
    hit = hits(page).nth(number).text_content()
    hits(page).nth(number).get_by_role("button", name="Bekijken").click()
    return hit


def open_again(page, hit):
    """Opens the hit that says exactly `hit`, wherever it stands in the list now."""
    for one in hits(page).all():
        if one.text_content() == hit:
            one.get_by_role("button", name="Bekijken").click()
            return
    raise AssertionError(f"no longer in the list: {hit}")


def profile(page):
    """The opened profile."""
    return page.locator("article.profile")


def unfold_own(page):
    """Shows the people whom only the own region sees."""
    expect(page.locator(".home")).to_be_visible()
    if page.locator("details.home").get_attribute("open") is None:
        page.locator("details.home > summary").click()


def open_own(page):
    """Opens somebody whom only the own region sees."""
    unfold_own(page)
    page.locator(".home .hit").first.get_by_role("button", name="Bekijken").click()


def find_person(page, name):
    """Finds people of the own municipality, as their case manager."""
    page.goto("/mensen")
    page.get_by_label("Naam of klantnummer").fill(name)
    page.get_by_role("button", name="Zoeken", exact=True).click()


def open_dossier(page, name):
    """Opens the dossier of the first person whose name begins with `name`."""
    find_person(page, name)
    page.get_by_role("button", name="Openen").first.click()


def change_visibility(page, button, reason):
    """Shows or hides the person whose dossier is open, at a recorded request."""
    page.get_by_label("Kenmerk van het verzoek").fill("Z-2026-118")
    page.get_by_label("Reden").fill(reason)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".notice[role=status]")).to_be_visible()


def deliver(page, rows, columns="klantnummer;voornaam;achternaam;emailadres;telefoonnummer;postcode;geboortedatum"):
    """Delivers a municipality's export of `rows`, as its administrator."""
    page.goto("/leveringen")
    text = "\r\n".join([columns, *rows]) + "\r\n"
    page.get_by_label("Uw bestand").set_input_files(
        {"name": "uitvoer.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Bestand nakijken").click()


def make_vacancy(page, title, employer="Magazijn BV"):
    """Makes a vacancy from the page of all of them."""
    page.goto("/vacatures")
    page.get_by_label("Functie of omschrijving").fill(title)
    page.get_by_label("Werkgever").fill(employer)
    page.get_by_role("button", name="Maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def keep_hit(page, title, number=0):
    """Puts a hit on the list that is called `title`: said in place with a script, on a page without."""
    hits(page).nth(number).get_by_role("button", name="Op lijst").click()
    choice = page.locator(".keep-choice").filter(has_text=title).get_by_role("button")
    kept = hits(page).nth(number).locator("[data-kept]").or_(page.locator(".notice [data-kept]"))
    expect(choice.or_(kept).first).to_be_visible()
    if choice.count():
        choice.first.click()
    expect(kept.first).to_be_visible()


def back_to_results(page):
    """Leaves the page that says that somebody is on a list, where there is one."""
    back = page.get_by_role("button", name="Terug naar de resultaten")
    if back.count():
        back.click()
        expect(found(page)).to_be_visible()


def give_name(page, account):
    """Gives name and password, as the first step of logging in."""
    page.goto("/inloggen")
    page.get_by_label("Gebruikersnaam").fill(account["gebruiker"])
    page.get_by_label("Wachtwoord").fill(account["wachtwoord"])
    page.get_by_role("button", name="Inloggen").click()


def add_colleague(page, user):
    """Adds somebody on the page of roles, as the municipality's administrator; returns the password to begin with."""
    page.goto("/rollen")
    page.get_by_label("Naam", exact=True).fill("P. Proef")
    page.get_by_label("Gebruikersnaam").fill(user)
    page.get_by_role("group", name="Rol").get_by_role("radio").first.check()
    page.get_by_role("button", name="Toevoegen").click()
    return page.locator(".secret").inner_text()


def write_message(page, text, number=0):
    """Opens somebody of the home region's own municipality, and writes to their case manager."""
    search(page, gemeentenaam="Rotterdam")
    open_hit(page, number)
    form = page.locator("form.message")
    form.get_by_role("radio").last.check()
    form.get_by_label("Bericht", exact=True).fill(text)
    form.get_by_role("button", name="Bericht versturen").click()


@contextmanager
def somebody_else(page, federation, region, role):
    """A page for another person, of the portal of `region`, for as long as the block lasts."""
    context = page.context.browser.new_context(base_url=federation.portal(region), locale="nl-NL")
    try:
        other = context.new_page()
        log_in(other, federation.log_ins[region, role])
        yield other
    finally:
        context.close()


def end_emergency(page):
    """Ends what regional IT has asked or was granted, if anything."""
    page.goto("/noodtoegang")
    end = page.get_by_role("button", name=re.compile("Intrekken|Nu beëindigen"))
    if end.count():
        end.click()
        expect(page.get_by_role("heading", name="Toegang vragen")).to_be_visible()


def ask_emergency(page):
    """Asks an hour of exceptional access to the first municipality."""
    page.goto("/noodtoegang")
    page.get_by_label("Gemeente").select_option(index=1)
    page.get_by_label("Waarom is het nodig?").fill("Een dossier opent niet")
    page.get_by_role("button", name="Toegang vragen").click()
    expect(page.get_by_role("button", name="Intrekken")).to_be_visible()


def open_incident(page, title):
    """Opens the newest incident with that title on the monitor, once there is one."""
    page.goto("/incidenten")
    page.get_by_role("link", name=title).first.click(timeout=60_000)
    expect(page.get_by_role("heading", name="Wat er gebeurde")).to_be_visible()
