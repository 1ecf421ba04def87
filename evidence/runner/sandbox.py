"""A Debian root with packages, and containers that runc starts in it as Docker would."""

import hashlib
import json
import os
import shutil
import subprocess
import threading
import uuid
from pathlib import Path

CACHE = Path(os.environ.get("DROPCAP_EVIDENCE") or Path.home() / ".cache" / "dropcap-evidence")
SUITE = "bookworm"
# What probes are made with.
TOOLS = ["ca-certificates", "curl", "netcat-openbsd", "procps", "python3-minimal"]
DOCKER_DEFAULTS = """CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT
MKNOD AUDIT_WRITE SETFCAP""".split()
# System calls that Docker's default profile allows only with one of these capabilities (profiles/seccomp/default.json),
# as far as programs of these experiments could want them.
GUARDED = {
    "SYS_ADMIN": ["mount", "umount2", "setns", "unshare", "pivot_root", "fsopen", "fsmount", "move_mount", "open_tree",
                  "sethostname", "setdomainname", "quotactl", "bpf", "perf_event_open"],
    "SYS_CHROOT": ["chroot"],
    "SYS_TIME": ["settimeofday", "stime", "clock_settime"],
    "SYS_MODULE": ["init_module", "finit_module", "delete_module"],
    "SYS_BOOT": ["reboot", "kexec_load"],
    "SYS_PACCT": ["acct"],
    "SYS_RAWIO": ["iopl", "ioperm"],
    "SYS_TTY_CONFIG": ["vhangup"],
    "SYSLOG": ["syslog"],
    "DAC_READ_SEARCH": ["open_by_handle_at"],
    "SYS_NICE": ["mbind", "set_mempolicy", "move_pages"],
}
NEVER = ["add_key", "keyctl", "request_key", "userfaultfd", "swapon", "swapoff", "nfsservctl"]
CLONE_NAMESPACES = 0x7E020000
MASKED = ["/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug",
          "/proc/scsi", "/sys/firmware"]
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
building = threading.Lock()


def shell(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words[:4])} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")
    return done


def mirrors():
    """The Debian mirrors of this machine's apt, as sources.list lines."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN) $(RELEASE) $(REPO_URI) $(COMPONENT)",
         "Created-By: Packages"], capture_output=True, text=True, check=False).stdout
    found = set()
    for line in listed.splitlines():
        words = line.split()
        if len(words) == 4 and words[0] == "Debian" and words[3] == "main" and words[1].startswith(SUITE):
            found.add(f"deb {words[2]} {words[1]} main")
    return sorted(found) or [f"deb http://deb.debian.org/debian {SUITE} main"]


def apt_settings():
    dumped = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in dumped.splitlines() if line.startswith(("Acquire::http", "Acquire::https")))


class Overlay:
    """A directory that shows `lower` layers under a layer of its own."""

    def __init__(self, lower, upper):
        self.upper = Path(upper)
        self.work = Path(f"{upper}.work")
        self.root = Path(f"{upper}.root")
        for folder in (self.upper, self.work, self.root):
            folder.mkdir(parents=True, exist_ok=True)
        layers = ":".join(str(layer) for layer in reversed(lower))
        shell("mount", "-t", "overlay", "overlay", "-o",
              f"lowerdir={layers},upperdir={self.upper},workdir={self.work}", str(self.root))

    def close(self, keep=False):
        subprocess.run(["umount", "-l", str(self.root)], check=False, capture_output=True)
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.rmtree(self.root, ignore_errors=True)
        if not keep:
            shutil.rmtree(self.upper, ignore_errors=True)


def base():
    """The root that all others are made from."""
    root = CACHE / "base"
    with building:
        if (root / "ready").exists():
            return root
        shutil.rmtree(root, ignore_errors=True)
        CACHE.mkdir(parents=True, exist_ok=True)
        mirror = next(line.split()[1] for line in mirrors() if line.split()[2] == SUITE)
        shell("unshare", "--mount", "debootstrap", "--variant=minbase", f"--include={','.join(TOOLS)}", SUITE,
              str(root), mirror)
        (root / "etc/apt/sources.list").write_text("\n".join(mirrors()) + "\n")
        (root / "etc/apt/apt.conf.d/90host").write_text(apt_settings() + "\n")
        (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (root / "usr/sbin/policy-rc.d").chmod(0o755)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        (root / "ready").touch()
    return root


def in_root(root, script):
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
                   "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c",
         'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" sh -ec "$1"',
         str(root), script], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"could not prepare a root:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def layer(lower, script):
    """The layer that `script` makes over the layers `lower`; made once."""
    key = hashlib.sha256("\0".join([*map(str, lower), script]).encode()).hexdigest()[:16]
    upper = CACHE / "layers" / key
    with building:
        if (upper.parent / f"{key}.ready").exists():
            return [*lower, upper]
        shutil.rmtree(upper, ignore_errors=True)
        overlay = Overlay(lower, upper)
        try:
            in_root(overlay.root, script)
        except BaseException:
            overlay.close()
            raise
        overlay.close(keep=True)
        (upper.parent / f"{key}.ready").touch()
    return [*lower, upper]


def root_for(packages, prepare):
    """The layers of a root with `packages` in which `prepare` ran."""
    layers = [base()]
    if packages:
        layers = layer(layers, "apt-get update -qq\n"
                       f"apt-get install -y -qq --no-install-recommends {' '.join(packages)}\napt-get clean")
    return layer(layers, prepare) if prepare else layers


def versions(layers, packages):
    """The installed version of each package."""
    overlay = Overlay(layers, CACHE / "runs" / uuid.uuid4().hex)
    try:
        listed = shell("dpkg-query", "--admindir", str(overlay.root / "var/lib/dpkg"), "-W", "-f",
                       "${Package} ${Version}\n", *packages).stdout
    finally:
        overlay.close()
    return dict(line.split() for line in listed.splitlines())


def seccomp(granted):
    refused = list(NEVER)
    for capability, calls in GUARDED.items():
        if capability not in granted:
            refused += calls
    rules = [{"names": refused, "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]
    if "SYS_ADMIN" not in granted:
        rules += [{"names": ["clone"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1,
                   "args": [{"index": 0, "value": 1 << bit, "valueTwo": 1 << bit, "op": "SCMP_CMP_MASKED_EQ"}]}
                  for bit in range(32) if CLONE_NAMESPACES >> bit & 1]
        rules.append({"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38})
    return {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": rules}


def configuration(root, experiment, granted, mounts):
    """The OCI configuration that Docker would write for `docker run` with these capabilities."""
    names = [f"CAP_{name}" for name in granted]
    ids = str(experiment.get("user", "0:0")).split(":")
    uid, gid = int(ids[0]), int(ids[-1])
    held = names if uid == 0 else []
    sysctl = {} if experiment.get("protected_ports") else {
        "net.ipv4.ip_unprivileged_port_start": "0", "net.ipv4.ping_group_range": "0 2147483647"}
    system = [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
         "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
        {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
         "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]},
        {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
         "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
        {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue", "options": ["nosuid", "noexec", "nodev"]},
        {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
    ]
    return {
        "ociVersion": "1.0.2",
        "process": {
            "user": {"uid": uid, "gid": gid},
            "args": ["/bin/bash", "-c", experiment["run"]],
            "env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "TERM=xterm",
                    "LC_ALL=C"],
            "cwd": "/",
            "capabilities": {"bounding": names, "effective": held, "permitted": held},
            "noNewPrivileges": bool(experiment.get("no_new_privileges")),
        },
        "root": {"path": str(root)},
        "hostname": "experiment",
        "mounts": system + mounts,
        "linux": {
            "namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount", "cgroup")],
            "sysctl": sysctl, "maskedPaths": MASKED, "readonlyPaths": READ_ONLY, "seccomp": seccomp(granted),
        },
    }


class Container:
    """A container that runc starts; its log is in `log`."""

    def __init__(self, bundle, config):
        self.name = f"evidence-{uuid.uuid4().hex[:12]}"
        self.bundle = Path(bundle)
        self.bundle.mkdir(parents=True, exist_ok=True)
        (self.bundle / "config.json").write_text(json.dumps(config))
        self.log = self.bundle / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(["runc", "run", "--bundle", str(self.bundle), self.name],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def pid(self):
        state = subprocess.run(["runc", "state", self.name], capture_output=True, text=True, check=False)
        return json.loads(state.stdout).get("pid", 0) if state.returncode == 0 else 0

    def probe(self, script):
        """Whether `script` succeeds in the container's mount and network view, as root with everything."""
        pid = self.pid()
        if not pid:
            return False
        try:
            done = subprocess.run(["nsenter", "-t", str(pid), "-m", "-n", "-p", "-i", "bash", "-c", script],
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def signal(self, word):
        subprocess.run(["runc", "kill", self.name, word], capture_output=True, check=False)

    def close(self):
        subprocess.run(["runc", "delete", "--force", self.name], capture_output=True, check=False)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
