"""Processes that meet: first by themselves, then in TensorFlow, which nothing can call back.

TensorFlow waits for the others without end, lets no other thread of Python run meanwhile, and
swallows SIGTERM. So a process waits here until every other one has been seen at its address,
where Ctrl-C, SIGTERM and the time still count. What TensorFlow then needs is short, and for the
case that it is not, a process of its own keeps the time.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cnncourse import stopping
from cnncourse.processes import LaunchError, ProcessError

PAUSE = 0.1
"""Seconds between two looks for the others."""


class Others:
    """The processes that one waits for, in words: who they are, and what to do about them."""

    def __init__(self, rank: int, addresses: list[str], seconds: float):
        self.rank, self.addresses, self.seconds = rank, addresses, seconds
        self.missing = [n for n in range(len(addresses)) if n != rank]

    def late(self) -> str:
        """Say that the time is over."""
        return (
            f"{self._who()} waited {self.seconds:g} seconds for {self._whom()}; see that all are "
            "started, with the addresses of TF_CONFIG"
        )

    def stopped(self) -> str:
        """Say that the waiting was ended."""
        return f"{self._who()} was stopped while it waited for {self._whom()}"

    def _who(self):
        return f"process {self.rank} of {len(self.addresses)}"

    def _whom(self):
        named = (f"{n} at {self.addresses[n]}" for n in self.missing)
        return "process " + ", ".join(named)


def answers(address: str) -> bool:
    """Return whether a process listens at ``host:port``."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=1):
            return True
    except (OSError, ValueError):
        return False


def see(others: Others) -> None:
    """Wait until every other process has been seen at its address, itself to be seen meanwhile.

    Raises
    ------
    LaunchError
        If this process cannot have its own address.
    ProcessError
        If the time is over.
    KeyboardInterrupt
        On Ctrl-C, or SIGTERM, with words.
    """
    until = time.monotonic() + others.seconds
    everyone = others.missing
    try:
        with stopping.soon(), stopping.telling(others.stopped, 0.5), _listening(others) as door:
            while others.missing:
                others.missing = [n for n in others.missing if not answers(others.addresses[n])]
                _let_in(door)
                if others.missing and time.monotonic() > until:
                    raise ProcessError(others.late())
    except KeyboardInterrupt as error:
        raise type(error)(others.stopped()) from None
    others.missing = everyone


def _listening(others):
    """Return a socket at this process's own port; TensorFlow's server takes its place."""
    _, _, port = others.addresses[others.rank].rpartition(":")
    both = socket.has_dualstack_ipv6()
    try:
        return socket.create_server(
            ("", int(port)),
            family=socket.AF_INET6 if both else socket.AF_INET,
            dualstack_ipv6=both,
            backlog=128,
        )
    except (OSError, ValueError, OverflowError) as error:
        raise LaunchError(
            f"process {others.rank} cannot listen at {others.addresses[others.rank]} "
            f"({getattr(error, 'strerror', None) or error}); end what listens there, an earlier "
            "run perhaps, or name another port in TF_CONFIG"
        ) from error


def _let_in(door):
    """Take in for a moment whoever has looked."""
    door.settimeout(PAUSE)
    with contextlib.suppress(TimeoutError):
        while True:
            door.accept()[0].close()


WATCH = """
import os, select, signal, sys
parent, seconds, late, stopped = int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:]
timely = select.select([0], [], [], seconds)[0]
if not (timely and os.read(0, 1)):
    try:
        print(stopped if timely else late, file=sys.stderr, flush=True)
    finally:
        timely or os.kill(parent, signal.SIGKILL)
"""
"""Waits for a byte. If none comes in time it ends a process; either way it says so."""


@contextmanager
def watched(others: Others) -> Iterator[None]:
    """Meet in TensorFlow inside: Ctrl-C ends this process at once, and so does the time.

    A process of its own tells so. A terminal's Ctrl-C does not reach it, because it is in a
    session of its own; and it ends when this process does, whatever ends that.
    """
    seconds = str(others.seconds)
    command = [sys.executable, "-I", "-S", "-c", WATCH, str(os.getpid()), seconds]
    command += [others.late(), "\n" + others.stopped()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as watcher:
        with _signals_left_to_the_system():
            yield
        with contextlib.suppress(BrokenPipeError):
            watcher.stdin.write(b"m")
            watcher.stdin.close()


@contextmanager
def _signals_left_to_the_system():
    """Let Ctrl-C and SIGTERM end this process without Python, unless they are ignored."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            old = signal.getsignal(number)
            if old not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        # TensorFlow has put an answer of its own to SIGTERM there, which swallows it.
        for number, old in before.items():
            signal.signal(number, old)
