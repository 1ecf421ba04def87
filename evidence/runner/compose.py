"""From end to end: a Compose file for an experiment, fixed by dropcap, and the set that it then says."""

import json
import subprocess
import tempfile
from pathlib import Path

from . import experiment as experiments
from . import files

PROGRAM = files.FOLDER.parent / "build/release/dropcap"


def compose_file(program, experiment):
    """What someone would have written who runs the image as the experiment does."""
    lines = ["services:", "  it:", f"    image: {program['images'][0].replace('*', 'example')}"]
    if "user" in experiment:
        lines.append(f"    user: \"{experiment['user']}\"")
    elif program.get("starts_as"):
        lines.append("    user: root")
    if experiment.get("protected_ports"):
        lines.append("    network_mode: host")
    lines.append("    volumes:")
    lines.append(f"      - ./data:{experiment['bind']}" if "bind" in experiment else "      - data:/data")
    return "\n".join([*lines, "volumes:", "  data:", ""])


def written_set(program, experiment):
    """The capabilities of the service after `dropcap check --unsafe-fixes`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "compose.yaml"
        file.write_text(compose_file(program, experiment))
        subprocess.run([PROGRAM, "check", "--unsafe-fixes", "--isolated", "--exit-zero", "-q", "compose.yaml"],
                       cwd=folder, check=True, capture_output=True)
        listed = subprocess.run([PROGRAM, "caps", "--format", "json", "--isolated", "compose.yaml"], cwd=folder,
                                check=True, capture_output=True, text=True)
        service = json.loads(listed.stdout)["containers"][0]
    if service["drop"] != ["ALL"]:
        raise RuntimeError("dropcap did not write `cap_drop: [ALL]`")
    return service["effective"]


def works_as_written(program, experiment):
    """Whether the program does its work with exactly what dropcap wrote; the set, and what it printed."""
    granted = files.in_order(written_set(program, experiment))
    worked, lines = experiments.Trial(experiment).works_with(granted)
    return worked, granted, experiments.telling(lines)
