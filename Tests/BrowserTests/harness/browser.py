"""Chromium: a desk with a browser, where one is logged in as whoever a test needs."""

from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

from . import totp

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 15_000
HEIGHTS = {360: 740, 768: 1024, 1440: 900}


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page."""

    width: int
    scheme: str = "light"
    script: bool = True

    def __str__(self):
        return f"{self.width} px, {self.scheme}, {'with' if self.script else 'without'} script"


# Every width with and without script, in light and dark.
LOOKS = [
    Look(360, "light"), Look(768, "dark"), Look(1440, "light"),
    Look(360, "dark", False), Look(768, "light", False), Look(1440, "dark", False),
]
DESKTOP = Look(1440)


class Desk:
    """Opens pages, each in a context of its own, and remembers what pages complained of."""

    def __init__(self, chromium, federation):
        self._chromium = chromium
        self._federation = federation
        self._sessions = {}
        self._contexts = []
        self.complaints = []

    def page(self, region=None, role=None, look=DESKTOP):
        """A page of the portal of `region` (the monitor without one), logged in when a role is named."""
        context = self._context(look, self._session(region, role) if role else None, self._federation.portal(region))
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._heard)
        page.on("request", lambda request: self._asked(request, self._federation.portal(region)))
        return page

    def _context(self, look, state, address):
        context = self._chromium.new_context(
            base_url=address, storage_state=state, java_script_enabled=look.script, color_scheme=look.scheme,
            viewport={"width": look.width, "height": HEIGHTS[look.width]}, locale="nl-NL", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        return context

    def _session(self, region, role):
        """Logs in once for all tests: a code of TOTP is good once, and log-in is slow on purpose."""
        if (region, role) not in self._sessions:
            context = self._context(DESKTOP, None, self._federation.portal(region))
            page = context.new_page()
            log_in(page, self._federation.log_ins[region, role])
            self._sessions[region, role] = context.storage_state()
            context.close()
            self._contexts.remove(context)
        return self._sessions[region, role]

    def _heard(self, message):
        # What the status of an answer says is for the test to judge; everything else is a fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request, address):
        if urlsplit(request.url).netloc != urlsplit(address).netloc and not request.url.startswith("data:"):
            self.complaints.append(f"asked a third party: {request.url}")

    def open_pages(self):
        return [page for context in self._contexts for page in context.pages]

    def clear(self):
        """Closes every page."""
        for context in self._contexts:
            context.close()
        self._contexts = []


def log_in(page, account):
    """Logs in as people do, from the log-in page on."""
    page.goto("/inloggen")
    page.get_by_label("Gebruikersnaam").fill(account["gebruiker"])
    page.get_by_label("Wachtwoord").fill(account["wachtwoord"])
    page.get_by_role("button", name="Inloggen").click()
    if account.get("geheim"):
        page.get_by_label("Code").fill(totp.code(account["geheim"]))
        page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


@contextmanager
def chromium():
    """Debian's Chromium, headless, until the end of the block."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
