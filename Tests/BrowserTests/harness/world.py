"""What a test gets: the federation, the desk, and where what it saw is kept."""

import contextlib
import json

from .federation import AWAY, HOME


class World:
    def __init__(self, federation, desk, output):
        self.federation = federation
        self.desk = desk
        self.output = output
        self.axe = []
        self.titles = {}

    def trouble(self, name):
        """What is wrong with the federation, for the length of a block; "" for nothing."""
        federation = self.federation
        return {
            "": contextlib.nullcontext,
            f"{AWAY} frozen": lambda: federation.frozen(AWAY),
            f"{HOME} in maintenance": lambda: federation.in_maintenance(HOME),
            "gateway frozen": lambda: federation.frozen("gateway"),
        }[name]()

    def picture(self, page, name, folder="pictures", full=True):
        """Keeps what `page` looks like."""
        place = self.output / folder
        place.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=place / f"{slug(name)}.png", full_page=full)

    def write_axe(self):
        """Keeps axe's findings of every page: all of them as JSON, and a line for each as text."""
        (self.output / "axe.json").write_text(json.dumps(self.axe, indent=1))
        lines = [
            f"{one['state']}, {one['look']}: {finding['id']} ({finding['impact']}), {len(finding['nodes'])} times"
            for one in self.axe for finding in one["violations"]]
        looked = f"{len(self.axe)} looks at {len({one['state'] for one in self.axe})} states, {len(lines)} violations"
        (self.output / "axe.txt").write_text("\n".join([looked, *lines]) + "\n")
        return looked


def slug(name):
    """`name` as a file's name."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in name.lower()).split())
