"""Starts the processes of a run on this machine, as a launcher would, and tells what came out."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 500
"""How long a run may take: more than any should, on the slowest machine."""


class Ended(NamedTuple):
    """How one process ended."""

    code: int
    output: str
    errors: str


def ports(count):
    """Return ports of this machine that nobody listens at."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


def environments(framework, count):
    """Return the settings by which each process knows which one it is."""
    if count == 1:
        return [{}]
    if framework == "torch":
        shared = {"WORLD_SIZE": str(count), "MASTER_ADDR": "127.0.0.1"}
        shared["MASTER_PORT"] = str(ports(1)[0])
        return [{**shared, "RANK": str(rank), "LOCAL_RANK": str(rank)} for rank in range(count)]
    cluster = {"worker": [f"127.0.0.1:{port}" for port in ports(count)]}
    tasks = [{"type": "worker", "index": rank} for rank in range(count)]
    return [{"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})} for task in tasks]


def environment(**more):
    """Return this process's environment with one thread and other settings."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    quiet = {"OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": path}
    return {**os.environ, **quiet, "PYTHONUNBUFFERED": "1", **more}


def start(framework, count, *words, cwd=ROOT):
    """Run ``python WORDS`` in so many processes that know of one another; wait for all."""
    command = [sys.executable, *map(str, words)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [
        subprocess.Popen(command, cwd=cwd, env=environment(**own), **pipes)
        for own in environments(framework, count)
    ]
    try:
        told = [one.communicate(timeout=SECONDS) for one in running]
    finally:
        for one in running:
            one.kill()
            one.communicate()
    return [Ended(one.returncode, *texts) for one, texts in zip(running, told, strict=True)]


def torchrun(count, *words, cwd=ROOT):
    """Run a module under torchrun itself."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", str(count), *map(str, words)]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
