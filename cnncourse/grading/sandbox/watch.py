"""A watch on a sandbox from outside: how much memory and how many processes it has."""

import os
import threading

PAUSE_SECONDS = 0.1
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Watch:
    """Ends a sandbox that uses more than it may; ``why`` then says so.

    Parameters
    ----------
    root : int
        The first process; all that come from it are counted.
    limits : Limits
    kill : function
        Ends them all.
    """

    def __init__(self, root: int, limits, kill):
        self.root, self.limits, self.kill, self.why = root, limits, kill, ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch, and not what is watched."""
        self._ended.set()

    def _run(self):
        while not self._ended.wait(PAUSE_SECONDS):
            members = descendants(self.root)
            memory = sum(resident(one) for one in members)
            if memory > self.limits.memory_bytes:
                self.why = (
                    f"used {memory / 2**20:,.0f} MB of memory; a question may use "
                    f"{self.limits.memory_bytes / 2**20:,.0f} MB"
                )
            elif len(members) > 2 * self.limits.processes:
                self.why = f"started {len(members)} processes"
            if self.why:
                self.kill()


def descendants(root: int) -> set[int]:
    """Return a process and all that come from it."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The name, in brackets, may hold anything; what follows it does not.
                    parent = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
    found, waiting = set(), [root]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children.get(one, [])
    return found


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds; 0 if it has ended."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0
