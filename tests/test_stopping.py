"""Ctrl-C and SIGTERM end a process soon, also one that a framework holds; real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from cnncourse import stopping
from tests import processes
from tests.command import FRAMEWORKS, epochs_in
from tests.faults import posix

pytestmark = posix
ROOT = Path(__file__).resolve().parents[1]
GUARD = 50  # seconds: more than a busy machine needs, much less than what is to be ended

# A call that lets other threads run meanwhile, as PyTorch's do, and one that lets none.
BUSY = """
import ctypes, signal, sys, time
from cnncourse import stopping
def wait_in(library):
    # For a lock that it holds itself: unlike a sleep, no signal's handler cuts it short.
    lock = ctypes.create_string_buffer(64)
    for _ in range(2): library.pthread_mutex_lock(lock)
def hold(): wait_in(ctypes.CDLL(None))
def freeze(): wait_in(ctypes.PyDLL(None))
def say(*words): print(*words, flush=True)
def rest():
    while True: time.sleep(0.05)
"""
SEVEN = "with stopping.soon('prog: '), stopping.telling(lambda: 'go on so', 0.5):"
WATCHED = """
import runpy
meeting = runpy.run_path("cnncourse/in_keras/several/meeting.py")  # without TensorFlow
with meeting["watched"](meeting["Others"](0, ["a:1", "b:2"], {seconds})):
    say("ready")
    freeze()
"""


def start(script, *words):
    """Run a script in a session of its own, and wait until it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY + script, *words],
        cwd=ROOT,
        env=processes.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # What is started in the background of a script would ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "ready\n", process.communicate()
    time.sleep(0.3)  # the next call is then under way
    return process


def end(process, number, times=1, pause=0.2, seconds=GUARD):
    """Send a signal so often; return (code, output, errors, seconds that it took)."""
    began = time.monotonic()
    for _ in range(times):
        os.killpg(process.pid, number)
        time.sleep(pause if times > 1 else 0)
    try:
        output, errors = process.communicate(timeout=seconds)
    finally:
        process.kill()
        process.wait()
    return process.returncode, output, errors, time.monotonic() - began


@pytest.mark.parametrize(
    ("number", "code", "error"),
    [(signal.SIGINT, 130, "KeyboardInterrupt"), (signal.SIGTERM, 143, "Terminated")],
)
def test_what_runs_in_python_ends_by_an_error(number, code, error):
    script = f"""
try:
    {SEVEN}
        say("ready"); rest()
except KeyboardInterrupt as error:
    say(type(error).__name__, stopping.exit_code(error))
"""
    found = end(start(script), number)
    assert found[:3] == (0, f"{error} {code}\n", "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_a_framework_holds_is_ended_with_its_words(number, code):
    found = end(start(f"{SEVEN}\n    say('ready'); hold()"), number)
    assert found[:3] == (code, "", "\nprog: go on so\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_import_is_ended_without_an_error_in_it(number, code):
    # What a package's import does with an error is its own affair: PyTorch's aborts Python.
    script = """
with stopping.soon("prog: "), stopping.at_once():
    say("ready")
    try: rest()
    except BaseException as error: say(repr(error)); os.abort()
"""
    found = end(start("import os" + script), number)
    assert found[:3] == (code, "", "\nprog: stopped\n")


def test_after_an_import_errors_are_raised_again():
    script = """
with stopping.at_once(): pass  # outside of soon it does nothing
with stopping.soon():
    before = signal.getsignal(signal.SIGTERM)
    with stopping.at_once(): assert signal.getsignal(signal.SIGTERM) is not before
    say("ready")
    try: rest()
    except stopping.Terminated: say("raised")
"""
    assert end(start(script), signal.SIGTERM)[:3] == (0, "raised\n", "")


def test_a_second_signal_does_not_wait():
    script = """
with stopping.soon(), stopping.telling(lambda: "at once", 30):
    say("ready")
    try: rest()
    finally: time.sleep(600)
"""
    found = end(start(script), signal.SIGINT, times=2, pause=0.5)
    assert found[:3] == (130, "", "\nat once\n")


def test_one_voice_where_it_ends_by_itself():
    script = f"""
for _ in range(3):
    try:
        {SEVEN}
            os.kill(os.getpid(), signal.SIGINT); rest()
    except KeyboardInterrupt:
        pass
say("ready")
time.sleep(1)
say("alive")
"""
    found = end(start("import os" + script), signal.SIGCONT)
    assert found[:3] == (0, "alive\n", "")


def test_what_was_ignored_stays_ignored_and_handlers_come_back():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopping.soon(), stopping.soon():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGINT)
            with pytest.raises(stopping.Terminated):
                os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGINT, before[1])
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    assert signal.set_wakeup_fd(-1) == -1


def children(process):
    """Return the processes that a process has started, in any of its threads."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(word) for path in threads for word in path.read_text().split()]


def gone(pid, seconds=GUARD):
    """Return whether a process ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@on_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_watcher_has_a_group_of_its_own_and_outlives_nobody(number):
    process = start(WATCHED.format(seconds=600))
    (watcher,) = children(process)
    assert os.getpgid(watcher) == watcher != os.getpgid(process.pid)
    code, _, errors, took = end(process, number)
    assert code == -number
    assert "process 0 of 2 was stopped while it waited for process 1 at b:2" in errors
    assert gone(watcher)
    assert took < GUARD


def test_the_watcher_keeps_the_time_and_ends_with_the_meeting():
    process = start(WATCHED.format(seconds=2))
    _, errors = process.communicate(timeout=GUARD)
    assert process.returncode == -signal.SIGKILL
    assert "process 0 of 2 waited 2 seconds for process 1 at b:2; see that all" in errors
    process = start(WATCHED.format(seconds=600).replace("freeze()", "pass"))
    assert process.communicate(timeout=GUARD)[1].count("process 0") == 0
    assert process.returncode == 0


def command(framework, folder, own):
    """Start a run from the command line that would go on for long."""
    words = ["train", "B", "--framework", framework, "--epochs", "400", "--batch-size", "100"]
    return subprocess.Popen(
        [sys.executable, "-m", "cnncourse", *words, "--no-progress", "--output", folder],
        env=processes.environment(**own),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def wait_for_an_epoch(folder, running):
    """Wait until a run has left a checkpoint of its first epoch."""
    until = time.monotonic() + 120
    path = folder / "checkpoint.safetensors"
    while not (path.exists() and epochs_in(path)):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "rank", "number", "code"),
    [
        ("keras", 0, signal.SIGINT, 130),
        ("keras", 1, signal.SIGTERM, 143),
        ("torch", 0, signal.SIGINT, 130),
        ("torch", 1, signal.SIGTERM, 143),
    ],
)
def test_a_process_that_waits_alone_ends_at_once(framework, rank, number, code, tmp_path):
    own = processes.environments(framework, 2)[rank]
    process = command(framework, tmp_path, own)
    with until_it_waits(framework, rank, own, process):
        found = end(process, number)
    assert found[0] == code
    assert f"process {rank} of 2 was stopped while it waited for" in found[2]
    assert "Traceback" not in found[2]
    assert found[3] < 8


@contextmanager
def until_it_waits(framework, rank, own, process):
    """Go on inside once a process listens for the others, or has called the one that does."""
    if framework == "keras":
        address = json.loads(own["TF_CONFIG"])["cluster"]["worker"][rank]
        port = int(address.partition(":")[2])
    else:
        port = int(own["MASTER_PORT"])
    if framework == "torch" and rank:
        with socket.create_server(("127.0.0.1", port)) as first:
            first.settimeout(60)
            first.accept()[0].close()
            first.close()
            time.sleep(0.5)
            yield
        return
    until = time.monotonic() + 60
    while True:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    time.sleep(0.5)
    yield


@on_linux
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_no_process_that_doctor_asks_outlives_it(number, code):
    script = """
from cnncourse.cli import doctor, frameworks, main
frameworks.present = lambda name: True
doctor.PROBE = "import time; time.sleep(600) # {name}"
raise SystemExit(main(["doctor"]))
"""
    process = start("say('ready')\n" + script)
    until = time.monotonic() + GUARD
    while len(asked := children(process)) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    began = time.monotonic()
    os.kill(process.pid, number)  # to it alone: the others hear nothing of it
    _, errors = process.communicate(timeout=GUARD)
    assert process.returncode == code
    assert errors == "\ncnncourse: stopped\n"
    assert time.monotonic() - began < GUARD
    assert all(gone(pid) for pid in asked)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_run_alone_ends_with_the_command_that_goes_on(framework, number, code, tmp_path):
    process = command(framework, tmp_path, {})
    wait_for_an_epoch(tmp_path, process)
    found = end(process, number)
    assert found[:2] == (code, "")
    assert found[2].rstrip().endswith("--resume")
    assert "Traceback" not in found[2]
    assert epochs_in(tmp_path / "checkpoint.safetensors") < 400


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_sigterm_to_one_of_two_ends_both_with_the_command(framework, tmp_path):
    first, second = (
        command(framework, tmp_path, own) for own in processes.environments(framework, 2)
    )
    wait_for_an_epoch(tmp_path, first)
    code, output, errors, _ = end(second, signal.SIGTERM)
    assert (code, output) == (143, "")
    assert "of 2 (counted from 0) was told to end (SIGTERM). The last checkpoint" in errors
    assert errors.rstrip().endswith("--resume")
    _, errors = first.communicate(timeout=2 * GUARD)
    assert first.returncode == 1
    assert "cnncourse: process 1" in errors
    assert errors.rstrip().endswith("--resume")
    assert epochs_in(tmp_path / "checkpoint.safetensors") < 400


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_ctrl_c_while_the_other_process_stands_still(framework, tmp_path):
    first, second = (
        command(framework, tmp_path, own) for own in processes.environments(framework, 2)
    )
    wait_for_an_epoch(tmp_path, first)
    os.killpg(second.pid, signal.SIGSTOP)
    try:
        time.sleep(2)
        code, _, errors, took = end(first, signal.SIGINT)
    finally:
        second.kill()
        second.communicate()
    assert code == 130
    assert errors.rstrip().endswith("--resume")
    assert took < GUARD


@on_linux
@pytest.mark.slow
def test_sigterm_to_one_process_of_torchrun_names_that_one(tmp_path):
    words = ["train", "B", "--framework", "torch", "--epochs", "400", "--batch-size", "100"]
    running = subprocess.Popen(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
        + ["-m", "cnncourse", *words, "--no-progress", "--output", tmp_path],
        env=processes.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for_an_epoch(tmp_path, running)
        os.kill(max(children(running)), signal.SIGTERM)
        _, errors = running.communicate(timeout=2 * GUARD)
    finally:
        running.kill()
    assert "process 1 of 2 (counted from 0) was told to end (SIGTERM)" in errors
    assert "without a word" not in errors
