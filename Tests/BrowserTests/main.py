"""Runs the tests: a line for each, a summary, and exit code 1 when one failed. See README.md."""

import argparse
import importlib
import itertools
import sys
import time
import traceback
from pathlib import Path

from harness.browser import Desk, chromium
from harness.federation import Federation
from harness.registry import TESTS
from harness.world import World, slug

OUTPUT = Path(".build/browser")


def main():
    options = read_options()
    for file in sorted((Path(__file__).parent / "stories").glob("*.py")):
        importlib.import_module(f"stories.{file.stem}")
    # Those of one trouble together, each in its order: waiting for a region to be well again takes seconds.
    chosen = [test for test in TESTS if all(word in f"{test.file} {test.name}" for word in options.only)]
    chosen.sort(key=lambda test: test.trouble)
    if options.list or not chosen:
        print("\n".join(test.name for test in chosen))
        return 0 if options.list else 64
    began = time.monotonic()
    federation = Federation(OUTPUT / "federation", keep=options.keep)
    try:
        print(f"browser: a federation of {len(federation.children()) - 1} regions after {time.monotonic() - began:.0f} s")
        with chromium() as browser:
            world = World(federation, Desk(browser, federation), OUTPUT)
            failed = run(world, chosen)
            if world.axe:
                print(f"axe: {world.write_axe()}")
    finally:
        federation.end()
    took = time.monotonic() - began
    print(f"browser: {len(chosen)} tests, {failed} failed, in {took:.0f} s; pictures and axe's report in {OUTPUT}")
    return 1 if failed else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="run only tests whose file (stories.search) and name have all these words")
    parser.add_argument("--keep", action="store_true", help="go on with the federation of the run before")
    parser.add_argument("--list", action="store_true", help="name the tests and run none")
    return parser.parse_args()


def run(world, tests):
    """Runs `tests`; returns how many failed."""
    failed = 0
    for trouble, troubled in itertools.groupby(tests, lambda test: test.trouble):
        with world.trouble(trouble):
            for _, group in itertools.groupby(troubled, lambda test: test.group):
                for test in group:
                    failed += not passes(world, test)
                world.desk.clear()
    return failed


def passes(world, test):
    """Runs one test and prints its line; keeps a picture of what a failed one saw."""
    began, world.desk.complaints = time.monotonic(), []
    reason = ""
    try:
        test.body(world)
        reason = "\n".join(dict.fromkeys(world.desk.complaints))
    except AssertionError as fault:
        reason = str(fault)
    except Exception as fault:  # whatever goes wrong, the other tests are run
        reason = "".join(traceback.format_exception_only(fault))
    print(f"{'FAIL' if reason else 'ok  '} {time.monotonic() - began:5.1f} s  {test.name}", flush=True)
    if reason:
        print("\n".join(f"       {line}" for line in reason.strip().splitlines()[:24]), flush=True)
        for number, page in enumerate(world.desk.open_pages()):
            try:
                world.picture(page, f"{slug(test.name)} {number}", "failed")
            except Exception as fault:  # the page may be what is broken
                print(f"       no picture: {fault}")
    return not reason


if __name__ == "__main__":
    sys.exit(main())
