"""The files of evidence/: what is in them, and whether they are consistent."""

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent.parent
CONDITIONS = {"root", "user", "bind", "volume", "protected-ports"}
# A condition that does not hold where the other one does.
OPPOSITES = {"root": "user", "user": "root", "bind": "volume", "volume": "bind"}
CAPABILITIES = """CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE
NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP
MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE""".split()
PROGRAM_KEYS = {"program", "title", "note", "starts_as", "images", "commands", "needs", "experiments", "results"}
EXPERIMENT_KEYS = {
    "name", "shows", "packages", "imitates", "prepare", "run", "user", "protected_ports", "no_new_privileges",
    "bind", "bind_prepare", "probe", "seconds", "starts", "stops", "extra",
}


def load(names=()):
    """Every program of evidence/, or those that are named, in order of their names."""
    paths = [FOLDER / f"{name}.yaml" for name in names] or sorted(FOLDER.glob("*.yaml"))
    programs = []
    for path in paths:
        if not path.exists():
            raise SystemExit(f"evidence: there is no file {path.name}")
        program = yaml.safe_load(path.read_text())
        program["path"] = path
        programs.append(program)
    return programs


def in_order(names):
    return sorted(names, key=CAPABILITIES.index)


def needed_under(program, conditions):
    """The union of the rows whose conditions all hold."""
    return in_order({
        capability
        for row in program["needs"]
        if set(row["when"]) <= set(conditions)
        for capability in row["capabilities"]
    })


def check_row(program, row):
    experiments = {one["name"] for one in program["experiments"]}
    if not set(row["when"]) <= CONDITIONS:
        yield f"unknown condition in {row['when']}"
    if not row.get("experiments"):
        yield f"the row {row['when']} names no experiment"
    for name in row.get("experiments", []):
        if name not in experiments:
            yield f"the row {row['when']} names the experiment {name}, which does not exist"
    for capability, reason in row["capabilities"].items():
        if capability not in CAPABILITIES:
            yield f"{capability} is no capability"
        if len(reason) > 80 or reason.endswith(".") or "#" in reason:
            yield f"the reason for {capability} is longer than 80 characters, ends in a full stop or holds #"


def check_experiment(program, experiment):
    name = experiment["name"]
    if unknown := set(experiment) - EXPERIMENT_KEYS:
        yield f"{name}: unknown keys {sorted(unknown)}"
    if not set(experiment["shows"]) <= CONDITIONS:
        yield f"{name}: unknown condition in {experiment['shows']}"
    result = (program.get("results") or {}).get(name)
    if result is None:
        yield f"{name}: no result, run ./dev evidence --record {program['program']}"
    elif result["least"] is not None and result["least"] != needed_under(program, experiment["shows"]):
        yield (f"{name}: the rows give {needed_under(program, experiment['shows'])}, "
               f"the experiment {result['least']}")


def problems_of(program):
    """What is wrong with a program's file, a sentence each."""
    if unknown := set(program) - PROGRAM_KEYS - {"path"}:
        yield f"unknown keys {sorted(unknown)}"
    if program["program"] != program["path"].stem:
        yield "`program` is not the file's name"
    if not program.get("images") and not program.get("commands"):
        yield "neither images nor commands"
    for row in program["needs"]:
        yield from check_row(program, row)
    for experiment in program["experiments"]:
        yield from check_experiment(program, experiment)
    for name in program.get("results") or {}:
        if name not in {one["name"] for one in program["experiments"]}:
            yield f"{name}: a result without an experiment"


def write_results(program, results):
    """Replaces the last part of a program's file, which no one writes by hand."""
    path = program["path"]
    text = re.split(r"(?m)^results:.*\n?", path.read_text())[0].rstrip("\n")
    lines = ["results:"]
    for experiment in program["experiments"]:
        result = results.get(experiment["name"])
        if result is None:
            continue
        lines.append(f"  {experiment['name']}:")
        dumped = yaml.safe_dump(result, sort_keys=False, allow_unicode=True, width=1000, default_flow_style=None)
        lines += ["    " + line for line in dumped.rstrip("\n").split("\n")]
    path.write_text(text + "\n" + "\n".join(lines) + "\n")
