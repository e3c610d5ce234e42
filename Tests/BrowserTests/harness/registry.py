"""The tests, in the order in which they are declared."""

from dataclasses import dataclass
from typing import Callable

from .browser import LOOKS


@dataclass(frozen=True)
class Test:
    name: str
    body: Callable
    # What is wrong with the federation meanwhile; tests of one trouble run together, see `World.trouble`.
    trouble: str
    # Pages stay open from one test to the next of the same group.
    group: str
    # Where it is declared: `stories.search`.
    file: str


TESTS = []


def test(name, trouble="", group=None):
    """Declares a test: a function of the world."""

    def declare(body):
        TESTS.append(Test(name, body, trouble, group or name, body.__module__))
        return body

    return declare


def story(name, trouble="", looks=LOOKS):
    """Declares a test that is run once for each look: a function of the world and the look."""

    def declare(body):
        for look in looks:
            title = f"{name}, {look}"
            TESTS.append(Test(title, lambda world, look=look: body(world, look), trouble, title, body.__module__))
        return body

    return declare
