"""One experiment: which of the capabilities it works with, and what it says without each."""

import datetime
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

from . import files, sandbox

# Those that programs need least often are taken away first: fewer runs end in waiting for a program that hangs.
REMOVAL = "MKNOD AUDIT_WRITE SETFCAP SETPCAP NET_RAW FSETID SYS_CHROOT KILL FOWNER NET_BIND_SERVICE".split()


class Trial:
    """Runs one experiment with sets of capabilities, each in a root of its own."""

    def __init__(self, experiment):
        self.experiment = experiment
        self.layers = sandbox.root_for(experiment.get("packages", []), experiment.get("prepare", ""))
        self.seconds = experiment.get("seconds", 10)

    def works_with(self, granted):
        """Whether it works over all its starts, and the last lines that it printed."""
        overlay = sandbox.Overlay(self.layers, sandbox.CACHE / "runs" / uuid.uuid4().hex)
        scratch = Path(tempfile.mkdtemp(prefix="evidence-"))
        try:
            for number in range(self.experiment.get("starts", 2)):
                worked, lines = self.start(overlay.root, scratch, granted, number)
                if not worked:
                    return False, lines
            return True, lines
        finally:
            overlay.close()
            shutil.rmtree(scratch, ignore_errors=True)

    def mounts(self, scratch):
        if "bind" not in self.experiment:
            return []
        data = scratch / "data"
        if not data.exists():
            data.mkdir()
            subprocess.run(["sh", "-ec", self.experiment.get("bind_prepare", "true")], cwd=data, check=True)
        return [{"destination": self.experiment["bind"], "type": "bind", "source": str(data),
                 "options": ["rbind", "rprivate"]}]

    def start(self, root, scratch, granted, number):
        (root / "etc/hosts").write_text("127.0.0.1 localhost\n127.0.1.1 experiment\n")
        config = sandbox.configuration(root, self.experiment, granted, self.mounts(scratch))
        container = sandbox.Container(scratch / f"start{number}", config)
        try:
            worked = self.answers(container) and self.stops(container)
            return worked, container.log.read_text(errors="replace").splitlines()[-12:]
        finally:
            container.close()

    def answers(self, container):
        """Without a probe the command itself must succeed."""
        probe = self.experiment.get("probe")
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            status = container.process.poll()
            if probe is None and status is not None:
                return status == 0
            if probe is not None and status is not None:
                return False
            if probe is not None and container.probe(probe):
                return True
            time.sleep(0.1)
        return False

    def stops(self, container):
        if self.experiment.get("probe") is None:
            return True
        container.signal("TERM")
        end = time.monotonic() + min(self.seconds, 10)
        while time.monotonic() < end:
            if container.process.poll() is not None:
                return True
            time.sleep(0.05)
        return not self.experiment.get("stops")


def upper_bound(experiment):
    return files.in_order({*sandbox.DOCKER_DEFAULTS, *experiment.get("extra", [])})


def find_least(trial):
    """The least set, found by taking away one at a time; None: it does not even work with the defaults."""
    held = upper_bound(trial.experiment)
    worked, lines = trial.works_with(held)
    if not worked:
        return None, lines
    if trial.works_with([])[0]:
        return [], []
    order = [name for name in REMOVAL if name in held] + [name for name in held if name not in REMOVAL]
    for name in order:
        fewer = [other for other in held if other != name]
        if trial.works_with(fewer)[0]:
            held = fewer
    return held, []


def telling(lines):
    """The lines of a log that say what went wrong, at most four."""
    lines = [line.strip() for line in lines if line.strip()]
    words = ("denied", "permit", "fail", "cannot", "error", "unable", "refused", "could not", "can't")
    chosen = [line for line in lines if any(word in line.lower() for word in words)]
    return [line[:300] for line in (chosen or lines)[-4:]]


def run(experiment, expected=None, discover=False):
    """The result of an experiment. With an expected result only the runs that would refute it."""
    trial = Trial(experiment)
    least = expected["least"] if expected and not discover else None
    if least is None or not confirmed(trial, least):
        least, lines = find_least(trial)
        if least is None:
            return {"least": None, "errors": {"none": telling(lines)}, **about(trial)}
    errors = {}
    worked, lines = trial.works_with([])
    if not worked:
        errors["none"] = telling(lines)
    for name in least:
        worked, lines = trial.works_with([other for other in least if other != name])
        if worked:
            return run(experiment, discover=True)
        errors[name] = telling(lines)
    return {"least": least, "errors": errors, **about(trial)}


def confirmed(trial, least):
    return trial.works_with(least)[0]


def about(trial):
    packages = trial.experiment.get("packages", [])
    return {"versions": sandbox.versions(trial.layers, packages) if packages else {},
            "date": datetime.date.today()}
