"""One sandbox for one student: started, asked, watched, ended."""

import contextlib
import os
import select
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import cnncourse
from cnncourse.grading.sandbox import plain
from cnncourse.grading.sandbox.watch import Watch

HERE = Path(__file__).resolve().parent
PLACE = "/grader"
FIRST_USER, SLOTS = 20_000, 64
"""The numbers of unprivileged users, where the grader itself is root: so many for each grader."""
START_SECONDS = 60.0
MARGIN_SECONDS = 5.0
MOST_PRINTED = 4000  # bytes that are kept of what a sandbox prints


class SandboxError(RuntimeError):
    """There is no sandbox, or it ended; the words say why, and the cure."""


@dataclass(frozen=True)
class Limits:
    """What a question may use.

    Parameters
    ----------
    cpu_seconds, wall_seconds : float
        Of one question, its cells and all its cases.
    call_seconds : float
        Of one call of a function.
    memory_bytes : int
        Resident, all processes of the sandbox together; watched from outside.
    address_bytes : int or None
        Address space of a process. None for TensorFlow and PyTorch, which map far more than
        they use.
    processes : int
        Processes and threads.
    file_bytes : int
        Of a file, and of all files in ``/tmp`` together.
    """

    cpu_seconds: float = 20.0
    wall_seconds: float = 30.0
    call_seconds: float = 5.0
    memory_bytes: int = 2**30
    address_bytes: int | None = 2 * 2**30
    processes: int = 64
    file_bytes: int = 64 * 2**20

    @classmethod
    def of_frameworks(cls) -> "Limits":
        """Return what a question may use that trains in PyTorch or Keras."""
        return cls(180.0, 240.0, 120.0, 6 * 2**30, None, 256, 256 * 2**20)

    def of_process(self) -> dict[str, int]:
        """Return what the process itself is to set, by the names of `resource`."""
        cpu = max(1, round(self.cpu_seconds))
        found = {"CPU": cpu, "FSIZE": self.file_bytes, "NPROC": self.processes, "CORE": 0}
        found["NOFILE"] = 256
        return found if self.address_bytes is None else found | {"AS": self.address_bytes}


def unavailable() -> str:
    """Return why there can be no sandbox here and what to do about it, or an empty text."""
    if sys.platform != "linux":
        return (
            "submissions are graded in bubblewrap, which only Linux has; on Windows use WSL "
            "(wsl --install), on a Mac a virtual machine or a server with Linux"
        )
    if shutil.which("bwrap") is None:
        return (
            "bubblewrap is not installed (no bwrap on the PATH); install the package bubblewrap: "
            "sudo apt install bubblewrap, sudo dnf install bubblewrap, sudo pacman -S bubblewrap"
        )
    return ""


class Sandbox:
    """A process in bubblewrap that takes questions; use it as a context.

    Parameters
    ----------
    slot : int
        Which of the sandboxes that run at once; where the grader is root, each has a user of
        its own.
    limits : Limits
    hidden : sequence of str
        Rooms of the course that are not to be had inside, such as ``"ops"``.

    Raises
    ------
    SandboxError
        If it does not start.
    """

    def __init__(self, slot: int = 0, limits: Limits | None = None, hidden=("exercises",)):
        self.slot, self.limits = slot, limits or Limits()
        self.hidden = (*hidden, "grading", "cli")
        self.printed, self.process, self.watch = b"", None, None

    def __enter__(self):
        if why := self.needs():
            raise SandboxError(why)
        self.process = subprocess.Popen(
            self.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
            start_new_session=True,
        )
        self.watch = Watch(self.process.pid, self.limits, self.kill)
        self._reader = threading.Thread(target=self._read_printed, daemon=True)
        self._reader.start()
        try:
            self._receive(time.monotonic() + START_SECONDS)
        except SandboxError as error:
            self.__exit__()
            said = self.printed.decode(errors="replace").strip()
            raise SandboxError(f"{error}{start_cure(said)}") from None
        self.watch.start()
        return self

    def needs(self) -> str:
        """Return what is missing for a sandbox, or an empty text."""
        return unavailable()

    def __exit__(self, *error):
        self.kill()
        self._reader.join(MARGIN_SECONDS)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                stream.close()

    def ask(self, question: dict) -> dict:
        """Have a question answered.

        Parameters
        ----------
        question : dict
            ``cells``, list of str; ``answer``, the name that holds it; ``cases``, a list of
            lists of arguments or None; ``stubs``, list of str.

        Returns
        -------
        dict
            As `inside.answered`, or ``{"ended": why}``. Nothing of it has been believed but
            its form.

        Raises
        ------
        SandboxError
            If the sandbox itself ended; a new one goes on with the next question.
        """
        limits = self.limits
        told = {"limits": limits.of_process(), "wall": limits.wall_seconds}
        message = plain.dumps(question | told | {"seconds": limits.call_seconds})
        try:
            self.process.stdin.write(len(message).to_bytes(8, "big") + message)
            self.process.stdin.flush()
        except OSError:
            raise SandboxError(self.watch.why or "the sandbox ended") from None
        found = self._receive(time.monotonic() + limits.wall_seconds + MARGIN_SECONDS)
        if not isinstance(found, dict):
            raise SandboxError("the sandbox answered with something that is no answer")
        return found

    def kill(self) -> None:
        """End everything inside, at once."""
        if self.watch:
            self.watch.stop()
        if self.process:
            self.process.kill()  # of bubblewrap, with which everything in its namespace dies
            self.process.wait()

    def _receive(self, until):
        """Return the next message."""
        data = bytearray()
        descriptor = self.process.stdout.fileno()
        while len(data) < 8 or len(data) < 8 + self._length(data):
            left = until - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self.kill()
                raise SandboxError("the time was over")
            piece = os.read(descriptor, 65_536)
            if not piece:
                raise SandboxError(self.watch.why or "the sandbox ended")
            data += piece
        try:
            return plain.loads(bytes(data[8:]))
        except plain.PlainError as error:
            return {"ended": f"no answer: {error}"}

    def _length(self, data):
        length = int.from_bytes(data[:8], "big")
        if length > plain.MOST_BYTES:
            self.kill()
            raise SandboxError("the answer was too large")
        return length

    def _read_printed(self):
        """Keep the beginning of what is printed and let the rest go."""
        while piece := os.read(self.process.stderr.fileno(), 65_536):
            self.printed += piece[: max(0, MOST_PRINTED - len(self.printed))]

    def command(self) -> list[str]:
        """Return bubblewrap's command for this sandbox."""
        root = os.geteuid() == 0
        words = [shutil.which("bwrap"), "--die-with-parent", "--new-session", "--clearenv"]
        if root:
            # No user namespace: the user inside is a real one, without rights, whom limits on
            # processes hold. It is the last thing that the process itself does with a right.
            words += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
            words += ["--unshare-cgroup-try", "--cap-drop", "ALL"]
            words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            words += [
                "--unshare-all",
                "--unshare-user",
                "--uid",
                str(FIRST_USER),
                "--gid",
                str(FIRST_USER),
            ]
            words += ["--disable-userns", "--cap-drop", "ALL"]
        for name, value in environment().items():
            words += ["--setenv", name, value]
        words += mounts(self.limits, self.hidden)
        words += ["--", sys.executable, "-I", "-B", f"{PLACE}/inside.py", "boxed"]
        return [*words, str(user_of(self.slot))] if root else words


def user_of(slot: int) -> int:
    """Return a user that no other sandbox has, of this grader or another on the machine.

    Limits on processes count for a user: two who shared one would end each other's.
    """
    return FIRST_USER + (os.getpid() * SLOTS + slot % SLOTS) % (users() - FIRST_USER)


def users() -> int:
    """Return how many users there are; a container may have few."""
    try:
        ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
        return max(int(count) for first, _, count in ranges if first == "0")
    except (OSError, ValueError):
        return 2**16


def environment() -> dict[str, str]:
    """Return the variables inside; there are no others."""
    one = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    return one | {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "MPLBACKEND": "agg",
    }


def mounts(limits: Limits, hidden) -> list[str]:
    """Return bubblewrap's words for the files inside: the system, Python, the course, no more."""
    words = ["--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/sbin", "/lib", "/lib64", "/lib32"):
        if os.path.islink(name):
            words += ["--symlink", os.readlink(name), name]
        elif os.path.isdir(name):
            words += ["--ro-bind", name, name]
    words += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    words += ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
    words += ["--proc", "/proc", "--dev", "/dev"]
    for folder in ("/tmp", "/dev/shm"):
        words += ["--perms", "1777", "--size", str(limits.file_bytes), "--tmpfs", folder]
    course = str(Path(cnncourse.__file__).resolve().parent)
    folders = tuple(dict.fromkeys((sys.base_prefix, sys.prefix, course)))
    for folder in dict.fromkeys(p for f in folders for p in reversed(Path(f).parents)):
        # As it stands outside it may be closed to others, as /root is.
        words += ["--perms", "0755", "--dir", str(folder)] if folder != Path("/") else []
    for folder in folders:
        words += ["--ro-bind", folder, folder]
    packages = str(Path(np.__file__).resolve().parents[1])
    for name in hidden:
        for path in (f"{course}/{name}", f"{course}/{name}.py", f"{packages}/{name}"):
            if os.path.isdir(path):
                words += ["--perms", "0755", "--tmpfs", path, "--remount-ro", path]
            elif os.path.exists(path):
                words += ["--ro-bind", "/dev/null", path]
    for name in ("inside.py", "plain.py"):
        words += ["--ro-bind", str(HERE / name), f"{PLACE}/{name}"]
    guard = HERE.parents[1] / "exercises" / "guard.py"
    words += ["--ro-bind", str(guard), f"{PLACE}/guard.py"]
    # What is left of the tree is memory without a limit, and its owner's in a user namespace.
    return [*words, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]


REFUSED = ("setting up uid map", "No permissions to create", "RTM_NEWADDR", "new namespace failed")
"""What bubblewrap says where user namespaces are forbidden or of no use, by its version."""


def start_cure(said: str) -> str:
    """Return what bubblewrap said when it did not start, and what helps."""
    if any(words in said for words in REFUSED):
        return (
            f": {said}. This system forbids user namespaces to programs without a profile (Ubuntu "
            "24.04 does): sudo apt install apparmor-profiles, copy its bwrap-userns-restrict "
            "from /usr/share/apparmor/extra-profiles to /etc/apparmor.d, and load it with sudo "
            "apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict"
        )
    if "in become" in said:
        return (
            f": {said.splitlines()[-1]}. A profile of AppArmor takes root's rights away inside of "
            "bubblewrap: grade as a plain user, without sudo"
        )
    return f": {said}" if said else ""
