"""A trial before the first submission: the sandbox must hold, on this machine, today."""

import secrets
import socket
import tempfile
from dataclasses import replace
from pathlib import Path

from cnncourse.grading.sandbox.box import Limits, Sandbox, SandboxError

TRIALS = {
    "the network is closed": """
import socket
try:
    socket.create_connection(("127.0.0.1", PORT), 2).close()
    answer = "connected to a port of this machine"
except OSError:
    answer = ""
""",
    "neighbours cannot be read": """
import os
answer = ""
for path in PATHS:
    try:
        answer = answer or (os.path.exists(path) and f"{path} is there") or ""
        open(path).close()
        answer = f"{path} can be read"
    except OSError:
        pass
""",
    "the system cannot be written": """
import os, sys
answer = ""
for folder in ("/", "/dev", "/usr", "/grader", sys.prefix, os.path.dirname(os.__file__)):
    try:
        open(os.path.join(folder, "written-by-a-probe"), "w").close()
        answer = f"{folder} can be written"
    except OSError:
        pass
""",
    "no other process is seen": """
import os
me = {str(os.getpid()), str(os.getppid()), "1", "2"}
seen = sorted(n for n in os.listdir("/proc") if n.isdecimal() and n not in me)
answer = f"processes {seen[:5]}" if seen else ""
""",
    "it is no privileged user": """
import os
answer = "it is root" if 0 in (os.getuid(), os.geteuid()) else ""
""",
    "memory is limited": """
try:
    held = bytearray(BYTES)
    answer = f"{len(held)} bytes were given"
except MemoryError:
    answer = ""
""",
    "files are limited": """
answer = ""
for folder in ("/tmp", "/dev/shm"):
    try:
        for number in range(4):
            with open(f"{folder}/large-{number}", "wb") as file:
                file.write(bytes(FILE // 2))
        answer = f"{folder} grew beyond the limit"
    except OSError:
        pass
""",
}


def check() -> None:
    """Try what a submission must not be able to do.

    Raises
    ------
    SandboxError
        If there is no sandbox, or one of the trials got through: which, and how.
    """
    limits = replace(Limits(), cpu_seconds=1.0, wall_seconds=10.0)
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        Sandbox(limits=limits) as box,
    ):
        near = Path(folder) / "neighbour"
        near.write_text(secrets.token_hex())
        given = {
            "PORT": server.getsockname()[1],
            "PATHS": [str(near), "/etc/shadow", "/etc/passwd", str(Path.home() / ".bashrc")],
            "BYTES": limits.address_bytes,
            "FILE": limits.file_bytes,
        }
        setting = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        for what, trial in TRIALS.items():
            question = {"cells": [setting, trial], "answer": "answer", "cases": None, "stubs": []}
            try:
                came = box.ask(question)
            except SandboxError as error:
                came = {"ended": str(error)}
            if came.get("value") != "":
                how = came.get("value") or came.get("ended") or came.get("cells")
                raise SandboxError(f"the sandbox does not hold here: {what}, not so: {how}")
        endless = {"cells": ["while True: pass"], "answer": "answer", "cases": None, "stubs": []}
        if box.ask(endless).get("ended") not in ("cpu", "time", "signal 9"):
            raise SandboxError("the sandbox does not hold here: an endless loop was not ended")
