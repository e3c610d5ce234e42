"""A federation of its own for the tests: started, disturbed and ended here."""

import contextlib
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

HALLOWERK = Path(os.environ.get("HALLOWERK", ".build/debug/hallowerk"))
READY_WITHIN = 120
END_WITHIN = 20
PEOPLE = 60
# The region whose accountmanager the stories are about, one that is taken away, and one where few people may be seen.
HOME, AWAY, SCANT = "rijnmond", "flevoland", "haaglanden"


def wait_until(holds, what, within=30):
    """Asks `holds` again and again until it says yes; fails after `within` seconds, saying `what` was waited for."""
    pause, deadline = threading.Event(), time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within} s in vain: {what}")
        pause.wait(0.05)


class Federation:
    """The running demo: who can log in where, and its processes."""

    def __init__(self, folder, keep=False):
        self.folder = Path(folder).resolve()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._limit_budget()
        regions = [HOME, AWAY, SCANT]
        self.log = open(self.folder.parent / "demo.log", "w")
        self.process = subprocess.Popen(
            [HALLOWERK, "demo", "--regions", ",".join(regions), "--people", str(PEOPLE), "--json",
             "--port", str(free_ports(10 * (len(regions) + 1))), "--data", str(self.folder)],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        try:
            self._read_report()
        except BaseException:
            self.end()
            raise

    def _limit_budget(self):
        """Few people a day in one region, so that its own users see the page of a used-up budget; it shows others fewer."""
        data = self.folder / SCANT
        if not data.exists():
            data.mkdir(mode=0o700)
            (data / "settings.yaml").write_text("budgets:\n  people-per-person: 30\n")

    def _read_report(self):
        ready, _, _ = select.select([self.process.stdout], [], [], READY_WITHIN)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise RuntimeError(f"the demo did not start; see {self.log.name}")
        report = json.loads(line)
        self.monitor = report["gateway"]["monitor"]
        self._gateway_ops = report["gateway"]["ops"]
        self._portals = {region["regio"]: region["portaal"] for region in report["regios"]}
        self.log_ins = {(log_in.get("regio"), log_in["gebruiker"]): log_in for log_in in report["aanmeldingen"]}

    def portal(self, region):
        """Where people of `region` log in; the monitor without one."""
        return self._portals[region] if region else self.monitor

    def command(self, *arguments, user=None):
        """Runs `hallowerk` for `user`, a key of `log_ins`, and returns what it printed."""
        environment = dict(os.environ)
        if user:
            environment["HALLOWERK_WACHTWOORD"] = self.log_ins[user]["wachtwoord"]
        done = subprocess.run([HALLOWERK, *arguments], env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode not in (0, 2):
            raise AssertionError(f"hallowerk {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def children(self):
        """The demo's own processes, by the name of their data folder."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                if int(status.read_text().rpartition(")")[2].split()[1]) != self.process.pid:
                    continue
                arguments = (status.parent / "cmdline").read_text().split("\0")
                if "--data" in arguments:
                    found[Path(arguments[arguments.index("--data") + 1]).name] = int(status.parent.name)
        return found

    @contextlib.contextmanager
    def frozen(self, name):
        """Meanwhile the process `name` does nothing: a region's code, or `gateway`."""
        process = self.children()[name]
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)
            wait_until(self.is_whole, "the gateway sees every region again", within=60)

    @contextlib.contextmanager
    def in_maintenance(self, region):
        """Meanwhile `region` announces a pause."""
        target = ["--data", str(self.folder / region), "--gebruiker", "regioict"]
        user = (region, "regioict")
        self.command("maintenance", "on", *target, "--until", "23:59", "--reason", "nieuwe schijven", user=user)
        try:
            yield
        finally:
            self.command("maintenance", "off", *target, user=user)
            wait_until(self.is_whole, "the gateway sees every region again", within=60)

    def is_whole(self):
        """Whether the gateway gets an answer of every region."""
        try:
            with urllib.request.urlopen(f"{self._gateway_ops}/v1/knooppunten", timeout=2) as answer:
                nodes = json.load(answer)["knooppunten"]
        except OSError:
            return False
        return all(node["status"] == "beantwoord" for node in nodes)

    def end(self):
        """Ends the demo and exactly the processes that it started."""
        children = self.children()
        for process in children.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            for process in [*children.values(), self.process.pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        self.log.close()


def free_ports(count):
    """The first of `count` ports in a row that nobody listens on."""
    for _ in range(100):
        first = random.randrange(20_000, 30_000)
        with contextlib.ExitStack() as held, contextlib.suppress(OSError):
            for port in range(first, first + count):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise RuntimeError(f"no {count} free ports in a row")
