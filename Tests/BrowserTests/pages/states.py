"""Every page in every state that somebody may see it in: what walks over all pages walks over these.

A new page is a function here, that leaves a page in the state that its name says.
"""

from dataclasses import dataclass
from typing import Callable

from playwright.sync_api import expect

from harness import totp
from harness.federation import AWAY, HOME, SCANT
from . import steps

ACCOUNT_MANAGER, CASE_MANAGER, ADMINISTRATOR, REGIONAL_IT, PROCESSOR = (
    "accountmanager", "klantmanager", "gemeentebeheerder", "regioict", "verwerker")
ADMINISTRATION = "federatiebeheerder"
# Who is found in the home region's own municipality; the federation's seed makes the same people each time.
SOMEBODY, SOMEBODY_HIDDEN = "Mulder", "Marin"
GOOD_ROW = "K-1;Ada;Verzonnen;ada@example.org;0612345678;3011AB;1990-01-31"
BAD_ROW = "K-2;;Verzonnen;geen adres;0612345678;3011;31-02-1990"


@dataclass(frozen=True)
class State:
    name: str
    reach: Callable
    region: str | None
    role: str | None
    trouble: str


STATES = []


def state(name, role=None, region=HOME, trouble=""):
    """Declares a state: a function of a page and the federation that brings the page there, for `role` of `region` (the monitor without one)."""

    def declare(reach):
        STATES.append(State(name, reach, region, role, trouble))
        return reach

    return declare


# Log-in

@state("log-in")
def _(page, federation):
    page.goto("/inloggen")


@state("log-in, wrong password")
def _(page, federation):
    page.goto("/inloggen")
    page.get_by_label("Gebruikersnaam").fill("niemand")
    page.get_by_label("Wachtwoord").fill("niet-het-wachtwoord")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")


@state("log-in, too often", region=AWAY)
def _(page, federation):
    for _ in range(6):
        page.goto("/inloggen")
        page.get_by_label("Gebruikersnaam").fill("iemand")
        page.get_by_label("Wachtwoord").fill("niet-het-wachtwoord")
        page.get_by_role("button", name="Inloggen").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("te vaak")


@state("log-in, code of a second factor")
def _(page, federation):
    steps.give_name(page, federation.log_ins[HOME, "totp-accountmanager"])
    expect(page.get_by_label("Code")).to_be_visible()


@state("log-in, wrong code")
def _(page, federation):
    steps.give_name(page, federation.log_ins[HOME, "totp-accountmanager"])
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_be_visible()


@state("log-in, a password of one's own", ADMINISTRATOR)
def _(page, federation):
    password = steps.add_colleague(page, "nieuw")
    # Not logged out: other pages are looked at with the same session.
    page.context.clear_cookies()
    steps.give_name(page, {"gebruiker": "nieuw", "wachtwoord": password})
    expect(page.get_by_label("Nieuw wachtwoord")).to_be_visible()


# One's own account, and colleagues' roles

@state("account", REGIONAL_IT)
def _(page, federation):
    page.goto("/account")
    expect(page.get_by_role("heading", name="Tweede factor")).to_be_visible()


@state("account, a second factor", REGIONAL_IT)
def _(page, federation):
    page.goto("/account")
    page.get_by_label("Uw wachtwoord", exact=True).fill(federation.log_ins[HOME, REGIONAL_IT]["wachtwoord"])
    page.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_label("Code uit de app")).to_be_visible()


@state("account, recovery codes", REGIONAL_IT, SCANT)
def _(page, federation):
    page.goto("/account")
    page.get_by_label("Uw wachtwoord", exact=True).fill(federation.log_ins[SCANT, REGIONAL_IT]["wachtwoord"])
    page.get_by_role("button", name="Koppelen").click()
    page.get_by_label("Code uit de app").fill(totp.code(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()


@state("roles", ADMINISTRATOR, AWAY)
def _(page, federation):
    page.goto("/rollen")
    page.locator("table summary").first.click()


@state("roles, somebody added", ADMINISTRATOR, SCANT)
def _(page, federation):
    steps.add_colleague(page, "nieuw")


# Exceptional access

@state("emergency access, to ask", REGIONAL_IT, AWAY)
def _(page, federation):
    steps.end_emergency(page)
    expect(page.get_by_role("heading", name="Toegang vragen")).to_be_visible()


@state("emergency access, to decide", ADMINISTRATOR, AWAY)
def _(page, federation):
    with steps.somebody_else(page, federation, AWAY, REGIONAL_IT) as asker:
        steps.end_emergency(asker)
        steps.ask_emergency(asker)
    page.goto("/noodtoegang")
    expect(page.get_by_role("button", name="1 uur toestaan")).to_be_visible()


@state("emergency access, looking", REGIONAL_IT, AWAY)
def _(page, federation):
    steps.end_emergency(page)
    steps.ask_emergency(page)
    with steps.somebody_else(page, federation, AWAY, ADMINISTRATOR) as administrator:
        administrator.goto("/noodtoegang")
        administrator.get_by_role("button", name="1 uur toestaan").click()
        expect(administrator.get_by_role("button", name="Nu beëindigen")).to_be_visible()
    steps.open_dossier(page, "b")
    expect(page.get_by_role("heading", name="Wat anderen zien")).to_be_visible()
    expect(page.get_by_role("button", name="Gegevens wijzigen")).to_have_count(0)


# Search

@state("search, welcome", ACCOUNT_MANAGER)
def _(page, federation):
    page.goto("/")


@state("search, results", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "medewerker")
    expect(steps.hits(page).first).to_be_visible()


@state("search, results with filters", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "", postcode="3011", afstand="100", urentot="40")
    expect(page.locator(".chips li").first).to_be_visible()


@state("search, results unfolded", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "")
    steps.unfold_own(page)
    page.locator("details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")


@state("search, names offered while typing", ACCOUNT_MANAGER)
def _(page, federation):
    page.goto("/")
    page.get_by_label("Wat zoekt u?").press_sequentially("rott")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_label("Wat zoekt u?").press("ArrowDown")


@state("search, map and counts", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "", postcode="3011", afstand="100")
    page.locator(".map > summary").click()
    page.get_by_role("button", name="Tel wie wanneer kan beginnen").click()
    expect(page.locator(".bars").nth(1)).to_be_visible()


@state("search, a region missing on the map", ACCOUNT_MANAGER, trouble=f"{AWAY} frozen")
def _(page, federation):
    steps.search(page, "")
    page.locator(".map > summary").click()
    steps.unfold_regions(page)
    page.locator(".strip li.attention summary").click()
    expect(page.get_by_role("button", name="Vraag opnieuw").first).to_be_visible()


@state("search, as a link", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "monteur")
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_label("Adres van deze zoekvraag")).to_be_visible()


@state("link refused", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "monteur jan@voorbeeld.example")
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_text("Niet bewaard.")).to_be_visible()


@state("search, nobody found", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "qqqqqq", urenvan="39")
    expect(page.get_by_role("heading", name="Niemand gevonden")).to_be_visible()


@state("search, did you mean", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "medewerkr")
    expect(page.locator(".meant")).to_be_visible()


@state("search, faults in the form", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "monteur", postcode="abc", afstand="veel", urenvan="40", urentot="10", gemeentenaam="Nergenshuizen")
    expect(page.get_by_role("alert")).to_be_visible()


@state("search, own hidden people", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "")
    steps.unfold_own(page)
    expect(page.locator(".home .hit").first).to_be_visible()


@state("search, while regions answer", ACCOUNT_MANAGER, trouble=f"{AWAY} frozen")
def _(page, federation):
    page.goto("/")
    steps.press_search(page)
    expect(page.locator("[data-arriving]")).to_be_visible()


@state("search, a region missing", ACCOUNT_MANAGER, trouble=f"{AWAY} frozen")
def _(page, federation):
    steps.search(page, "")
    expect(page.locator(".missing")).to_be_visible()


@state("search, own region only", ACCOUNT_MANAGER, trouble="gateway frozen")
def _(page, federation):
    steps.search(page, "")
    expect(page.get_by_text("Alleen uw eigen regio is doorzocht")).to_be_visible()


@state("search, maintenance", ACCOUNT_MANAGER, trouble=f"{HOME} in maintenance")
def _(page, federation):
    page.goto("/")
    expect(page.get_by_text("Onderhoud.")).to_be_visible()


# Profiles

@state("profile", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "medewerker")
    steps.open_hit(page)
    expect(steps.profile(page)).to_be_visible()


@state("profile of the own region's hidden", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "")
    steps.open_own(page)
    expect(page.get_by_text("Niet zichtbaar voor anderen")).to_be_visible()


# Vacancies and lists

@state("vacancies", ACCOUNT_MANAGER)
def _(page, federation):
    steps.make_vacancy(page, "Heftruckchauffeur")
    page.goto("/vacatures")
    expect(page.get_by_role("table")).to_be_visible()


@state("vacancies, none", ACCOUNT_MANAGER, AWAY)
def _(page, federation):
    page.goto("/vacatures")
    expect(page.get_by_text("Er is nog geen lijst.")).to_be_visible()


@state("vacancies, faults", ACCOUNT_MANAGER)
def _(page, federation):
    page.goto("/vacatures")
    page.get_by_label("Functie of omschrijving").fill(" ")
    page.get_by_label("Notitie").fill("BSN 111222333")
    page.get_by_role("button", name="Maken").click()
    expect(page.get_by_role("alert")).to_be_visible()


@state("vacancy, nobody yet", ACCOUNT_MANAGER)
def _(page, federation):
    steps.make_vacancy(page, "Stratenmaker")
    page.locator("details.vacancy-change > summary").click()


@state("vacancy with candidates", ACCOUNT_MANAGER)
def _(page, federation):
    steps.make_vacancy(page, "Orderpicker")
    page.get_by_role("button", name="Zoek kandidaten").click()
    expect(steps.found(page)).to_be_visible()
    steps.search(page)
    for number in range(2):
        steps.keep_hit(page, "Orderpicker", number)
        steps.back_to_results(page)
    page.goto("/vacatures")
    page.get_by_role("link", name="Orderpicker").first.click()
    expect(page.locator(".candidate").first).to_be_visible()


@state("vacancy, candidate's region missing", ACCOUNT_MANAGER, trouble=f"{AWAY} frozen")
def _(page, federation):
    page.goto("/vacatures")
    page.get_by_role("link", name="Orderpicker").first.click()
    expect(page.locator(".candidate").first).to_be_visible()


@state("on which list", ACCOUNT_MANAGER)
def _(page, federation):
    steps.make_vacancy(page, "Kok")
    steps.make_vacancy(page, "Bakker")
    steps.search(page)
    steps.hits(page).first.get_by_role("button", name="Op lijst").click()
    expect(page.get_by_role("heading", name="Op welke lijst?")).to_be_visible()


@state("on the list", ACCOUNT_MANAGER)
def _(page, federation):
    steps.make_vacancy(page, "Schilder")
    steps.search(page)
    steps.keep_hit(page, "Schilder")


@state("search, saved searches", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "medewerker")
    page.get_by_text("Bewaar deze zoekvraag").click()
    page.get_by_label("Naam", exact=True).fill("Medewerkers")
    page.get_by_role("button", name="Bewaren").click()
    page.goto("/")
    expect(page.get_by_role("heading", name="Bewaarde zoekvragen")).to_be_visible()


# Messages

@state("messages, none", ACCOUNT_MANAGER, AWAY)
def _(page, federation):
    page.goto("/berichten")


@state("message, faults", ACCOUNT_MANAGER)
def _(page, federation):
    steps.write_message(page, "Zijn BSN is 111222333.")
    expect(page.get_by_role("alert")).to_be_visible()


@state("message, sent", ACCOUNT_MANAGER)
def _(page, federation):
    steps.write_message(page, "Kan deze persoon maandag beginnen bij Magazijn BV?")
    expect(page.get_by_role("heading", name="Uw bericht is verstuurd")).to_be_visible()


@state("messages, sent", ACCOUNT_MANAGER)
def _(page, federation):
    page.goto("/berichten")
    expect(page.locator("article.message").first).to_be_visible()


@state("messages, received", CASE_MANAGER)
def _(page, federation):
    page.goto("/berichten")
    expect(page.locator("article.message").first).to_be_visible()


@state("messages, no answer given", CASE_MANAGER)
def _(page, federation):
    page.goto("/berichten")
    page.get_by_label("Uw antwoord").first.fill(" ")
    page.get_by_role("button", name="Antwoord versturen").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


# The own municipality

@state("people, welcome", CASE_MANAGER)
def _(page, federation):
    page.goto("/mensen")


@state("people, found", CASE_MANAGER)
def _(page, federation):
    steps.find_person(page, "M")
    expect(page.locator("table.people")).to_be_visible()


@state("people, nobody found", CASE_MANAGER)
def _(page, federation):
    steps.find_person(page, "qqqqqq")
    expect(page.get_by_text("is niemand met deze naam")).to_be_visible()


@state("people, nothing asked", CASE_MANAGER)
def _(page, federation):
    steps.find_person(page, " ")
    expect(page.get_by_role("alert")).to_be_visible()


@state("dossier", CASE_MANAGER)
def _(page, federation):
    steps.open_dossier(page, SOMEBODY)
    expect(page.get_by_role("button", name="Gegevens wijzigen")).to_be_visible()


@state("dossier, visibility refused", CASE_MANAGER)
def _(page, federation):
    steps.open_dossier(page, SOMEBODY)
    page.get_by_label("Reden").fill("")
    page.locator("[aria-labelledby=zichtbaarheid] button.primary").click()
    expect(page.get_by_role("alert")).to_be_visible()


@state("dossier, edit", CASE_MANAGER)
def _(page, federation):
    steps.open_dossier(page, SOMEBODY)
    page.get_by_role("button", name="Gegevens wijzigen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wijzigen van")


@state("dossier, edit with faults", CASE_MANAGER)
def _(page, federation):
    steps.open_dossier(page, SOMEBODY)
    page.get_by_role("button", name="Gegevens wijzigen").click()
    page.get_by_label("Postcode").fill("nergens")
    page.get_by_label("E-mail").fill("geen adres")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("nog niets opgeslagen")


@state("dossier, conflict", CASE_MANAGER)
def _(page, federation):
    other = page.context.new_page()
    for one in (page, other):
        steps.open_dossier(one, SOMEBODY)
        one.get_by_role("button", name="Gegevens wijzigen").click()
    street = page.get_by_label("Straat").input_value()
    for one, name in ((other, f"{street} A"), (page, f"{street} B")):
        one.get_by_label("Straat").fill(name)
        one.get_by_role("button", name="Opslaan", exact=True).click()
    other.close()
    expect(page.get_by_role("alert")).to_contain_text("Niet opgeslagen")


@state("dossier, history", CASE_MANAGER)
def _(page, federation):
    steps.open_dossier(page, SOMEBODY)
    page.get_by_role("button", name="Geschiedenis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Geschiedenis")


# Deliveries

@state("deliveries", ADMINISTRATOR)
def _(page, federation):
    page.goto("/leveringen")
    page.locator("details.more > summary").click()


@state("deliveries, refused file", ADMINISTRATOR)
def _(page, federation):
    page.goto("/leveringen")
    page.get_by_label("Uw bestand").set_input_files({"name": "leeg.csv", "mimeType": "text/csv", "buffer": b""})
    page.get_by_role("button", name="Bestand nakijken").click()
    expect(page.get_by_role("alert")).to_be_visible()


@state("delivery with faults", ADMINISTRATOR)
def _(page, federation):
    steps.deliver(page, [GOOD_ROW, BAD_ROW])
    expect(page.get_by_role("heading", name="Wat er fout is")).to_be_visible()


@state("delivery without faults", ADMINISTRATOR, SCANT)
def _(page, federation):
    steps.deliver(page, [GOOD_ROW])
    expect(page.get_by_role("heading", name="Wat wilt u doen?")).to_be_visible()


@state("delivery, wrong columns", ADMINISTRATOR, AWAY)
def _(page, federation):
    steps.deliver(page, [GOOD_ROW], columns="a;b;c")
    expect(page.get_by_role("alert")).to_be_visible()


@state("deliveries of the region", REGIONAL_IT)
def _(page, federation):
    page.goto("/leveringen")


@state("export", ADMINISTRATOR)
def _(page, federation):
    page.goto("/uitlevering")


# Problems

@state("problem 403", REGIONAL_IT)
def _(page, federation):
    assert page.goto("/").status == 403


@state("problem 404", ACCOUNT_MANAGER)
def _(page, federation):
    assert page.goto("/bestaat-niet").status == 404


@state("problem 429, budget", ACCOUNT_MANAGER, SCANT)
def _(page, federation):
    steps.search(page, "")
    page.get_by_role("button", name="Volgende pagina").first.click()
    expect(page.get_by_role("heading", name="Uw budget is op")).to_be_visible()


@state("problem 503", ACCOUNT_MANAGER)
def _(page, federation):
    steps.search(page, "")
    expect(steps.hits(page).first).to_be_visible()
    # Somebody of the own region opens without a gateway.
    with federation.frozen("gateway"):
        page.locator(f'button[name=handvat]:not([value^="{HOME}."])').first.click()
        expect(page.get_by_text("Foutcode 503")).to_be_visible()


# The monitor

@state("monitor, log-in", region=None)
def _(page, federation):
    page.goto("/inloggen")


@state("monitor", PROCESSOR, region=None)
def _(page, federation):
    page.goto("/")
    expect(page.get_by_role("table")).to_be_visible()


@state("monitor, a region down", PROCESSOR, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    page.goto("/")
    expect(page.get_by_role("table")).to_be_visible()


@state("monitor, only what needs attention", ADMINISTRATION, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    page.goto("/?toon=aandacht")
    expect(page.get_by_role("heading", name="Knooppunten")).to_be_visible()


@state("monitor, one region", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto(f"/regio/{HOME}")
    expect(page.get_by_role("heading", name="Verloop")).to_be_visible()


@state("monitor, one region over 90 days", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto(f"/regio/{HOME}?periode=90d")
    page.get_by_text("Dezelfde cijfers als tabel").click()
    expect(page.get_by_role("table")).to_be_visible()


@state("monitor, incidents", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto("/incidenten")
    expect(page.get_by_role("heading", name="Gaande")).to_be_visible()


@state("monitor, one incident", ADMINISTRATION, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    steps.open_incident(page, "Antwoordt niet")


@state("monitor, an incident in hand", ADMINISTRATION, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    steps.open_incident(page, "Antwoordt niet")
    take = page.get_by_role("button", name="Ik pak dit op")
    if take.count():
        take.click()
    expect(page.get_by_text("Opgepakt door")).to_be_visible()
    page.get_by_label("Aantekening").fill("De stroom is eraf.")
    page.get_by_role("button", name="Bewaar aantekening").click()
    expect(page.get_by_role("cell", name="De stroom is eraf.").first).to_be_visible()


@state("monitor, a note refused", ADMINISTRATION, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    steps.open_incident(page, "Antwoordt niet")
    page.get_by_label("Aantekening").fill("   ")
    page.get_by_role("button", name="Bewaar aantekening").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf een aantekening")


@state("monitor, an ill region", PROCESSOR, region=None, trouble=f"{AWAY} frozen")
def _(page, federation):
    page.goto(f"/regio/{AWAY}?periode=24u")
    expect(page.get_by_role("heading", name="Antwoordt niet")).to_be_visible(timeout=60_000)


@state("monitor, versions", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto("/versies")
    expect(page.get_by_role("table")).to_be_visible()


@state("monitor, certificates", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto("/certificaten")
    expect(page.get_by_role("heading", name="Certificaten")).to_be_visible()


@state("monitor, availability", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto("/beschikbaarheid")
    expect(page.get_by_role("table")).to_be_visible()


@state("monitor, alerts", ADMINISTRATION, region=None)
def _(page, federation):
    page.goto("/meldingen")
    expect(page.get_by_role("heading", name="Ontvangers")).to_be_visible()
