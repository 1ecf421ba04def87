"""Runs processes in turns and says what they cost."""

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build/bench/bench"


@dataclass
class Run:
    wall: float  # milliseconds
    cpu: float
    rss: float  # MiB


@dataclass
class Runs:
    all: list = field(default_factory=list)

    def median(self, what):
        return statistics.median(getattr(run, what) for run in self.all)


def run_once(argv, folder=None):
    """bench/measure.cpp does the timing: spawned from here a process would count Python's memory as its own."""
    answer = subprocess.run([str(TOOLS / "measure"), *map(str, argv)], cwd=folder, capture_output=True, text=True, check=False).stdout.split()
    if len(answer) != 4 or answer[3] not in ("0", "1"):
        sys.exit(f"bench: {' '.join(map(str, argv))} ended with {answer[3] if answer else 'nothing'}")
    return Run(float(answer[0]), float(answer[1]), float(answer[2]) / 1024)


def run_times(argv, times, folder=None):
    return Runs([run_once(argv, folder) for _ in range(times)])


def run_in_turns(commands, times):
    """All commands in turns, the one that goes first changing; the first round only warms the caches."""
    runs = [Runs() for _ in commands]
    for turn in range(times + 1):
        order = list(zip(commands, runs))
        for argv, collected in order if turn % 2 == 0 else reversed(order):
            run = run_once(argv)
            if turn > 0:
                collected.all.append(run)
    return runs


def ratio(ours, theirs, what):
    return statistics.median(getattr(a, what) / max(getattr(b, what), 1e-3) for a, b in zip(ours.all, theirs.all))


def instructions(argv):
    """Counted by valgrind, the same on every run; empty without it."""
    if shutil.which("valgrind") is None:
        return None
    told = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, argv)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False).stderr
    found = re.search(r"Collected : (\d+)", told)
    return int(found.group(1)) if found else None


def size_of(path):
    if path.is_file():
        return path.stat().st_size
    return sum(entry.stat().st_size for entry in path.rglob("*") if entry.is_file() and not entry.is_symlink())


def files_in(path):
    return 1 if path.is_file() else sum(1 for entry in path.rglob("*") if entry.is_file())


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def load():
    return os.getloadavg()[0]


def is_busy():
    """Whether others use more than a quarter of the processors now; the load average remembers for minutes what ran before."""
    def times():
        with open("/proc/stat", encoding="utf-8") as stat:
            values = [int(word) for word in stat.readline().split()[1:9]]
        return values[3] + values[4], sum(values)  # idle and waiting for a disk; all
    (idle, whole), _, (later_idle, later_whole) = times(), time.sleep(0.5), times()
    return later_whole - whole > 0 and (later_idle - idle) / (later_whole - whole) < 0.75


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} processors, {memory:.0f} GiB, Linux {platform.release()}, {compiler()}"


def compiler():
    told = subprocess.run(["g++", "--version"], capture_output=True, text=True, check=False).stdout
    return told.splitlines()[0] if told else "g++ ?"


def commit():
    def git(*words):
        return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False).stdout.strip()
    # What this program writes itself does not count as a change.
    changed = [line for line in git("status", "--porcelain", "-uno").splitlines() if not line.endswith("bench/RESULTS.md")]
    return (git("rev-parse", "--short", "HEAD") or "?") + (" and changes" if changed else "")


def today():
    return time.strftime("%Y-%m-%d")
