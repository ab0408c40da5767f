"""What runs in a sandbox: it takes questions, each to a process of its own, and hands back values.

It is started by path, beside `plain` and `guard`, with nothing of the grader in reach. The first
process only imports, forks and passes on; what a submission does, it does in a child.
"""

import copy
import ctypes
import os
import resource
import select
import signal
import sys
import time
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

try:
    import guard  # beside this file, in a sandbox
except ModuleNotFoundError:
    from cnncourse.exercises import guard

import numpy as np  # noqa: E402
import plain  # noqa: E402

PR_SET_DUMPABLE = 4
PIECE = 65_536


def read_exactly(descriptor, count):
    """Return so many bytes, or None at the end."""
    pieces = []
    while count:
        piece = os.read(descriptor, min(count, PIECE))
        if not piece:
            return None
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def write_message(descriptor, data):
    """Write a message behind its length."""
    data = len(data).to_bytes(8, "big") + data
    while data:
        data = data[os.write(descriptor, data) :]


def become(user):
    """Be an unprivileged user where this process is privileged, and closed to other processes."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def limit(limits):
    """Set what this process and its children may use."""
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def unjudged(*arguments, **named):
    """Say that nothing is judged here; notebooks call it as `check`, `hint` and `solution`."""
    return None


def without_judges():
    """Put a room of exercises in place that judges nothing."""
    stub = types.ModuleType("cnncourse.exercises")
    stub.check = stub.hint = stub.solution = unjudged
    sys.modules["cnncourse.exercises"] = stub


def run_cells(cells, space):
    """Run cells one after another; return for each its error in one line, or an empty text."""
    told = []
    for number, source in enumerate(cells):
        try:
            exec(compile(source, f"<cell {number + 1}>", "exec"), space)
        except BaseException as error:  # SystemExit ends a cell, not the question
            told.append(one_line(error))
        else:
            told.append("")
    return told


def one_line(error):
    """Return an error's name and words."""
    try:
        words = " ".join(str(error).split())[:200]
    except BaseException:
        words = ""
    return f"{type(error).__name__}: {words}"[:260]


def called(function, cases, seconds):
    """Return what a function gives for each case, as plain values."""
    found = []
    for case in cases:
        given = copy.deepcopy(case)
        outcome = guard.call(function, tuple(given), seconds=seconds)
        told = {"error": outcome.error, "missing": outcome.missing, "value": None}
        told["changed"] = not outcome.error and not same(case, given)
        if not (outcome.error or outcome.missing):
            try:
                plain.dumps(outcome.value)
                told["value"] = outcome.value
            except BaseException as error:
                told["error"] = one_line(error)
        found.append(told)
        if told["missing"] or told["error"]:
            break
    return found


def same(before, after):
    """Return whether arguments are what they were."""
    return all(
        np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind in "fc")
        if isinstance(one, np.ndarray)
        else repr(one) == repr(other)
        for one, other in zip(before, after, strict=True)
    )


def answered(question):
    """Run a question's cells and return what its answer is."""
    without_judges()
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    space = vars(main)
    told = {"cells": run_cells(question["cells"], space)}
    answer = space.get(question["answer"])
    told["found"] = answer is not None and answer is not Ellipsis
    if not told["found"]:
        return told
    if question["cases"] is None:
        told["value"] = answer
    elif callable(answer):
        told["stub"] = any(guard.same_code(answer, stub) for stub in question["stubs"])
        told["calls"] = called(answer, question["cases"], question["seconds"])
    else:
        told["error"] = f"it is to be a function, and is a {type(answer).__name__[:40]}"
    return told


def child(question, end):
    """Answer in this process, write it to ``end`` and leave."""
    limit(question["limits"])
    try:
        data = plain.dumps(answered(question))
    except BaseException as error:
        data = plain.dumps({"cells": [], "found": True, "error": one_line(error)})
    try:
        write_message(end, data)
    finally:
        os._exit(0)


def ask(question):
    """Have a child answer a question; return its message, or one that says how it ended."""
    mine, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            for descriptor in (0, OUT, mine):
                os.close(descriptor)
            os.open(os.devnull, os.O_RDONLY)  # the lowest number that is free: standard input
            child(question, its)
        finally:
            os._exit(1)
    os.close(its)
    data, late = read_message(mine, time.monotonic() + question["wall"])
    os.close(mine)
    sweep(pid)
    _, status = os.waitpid(pid, 0)
    return data or plain.dumps({"ended": "time" if late else how(status)})


def read_message(descriptor, until):
    """Return a whole message or None, and whether the time was over."""
    data = bytearray()
    while len(data) < 8 or len(data) < 8 + int.from_bytes(data[:8], "big"):
        left = until - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return None, True
        piece = os.read(descriptor, PIECE)
        if not piece or len(data) > plain.MOST_BYTES:
            return None, False
        data += piece
    return bytes(data[8:]), False


def sweep(pid):
    """End what a question has left behind: in a sandbox every other process there is."""
    try:
        # Outside of a namespace of its own this would end all that the user has running.
        os.kill(-1, signal.SIGKILL) if ALONE else os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def how(status):
    """Return in a word how a process ended."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "cpu" if number == signal.SIGXCPU else f"signal {number}"
    return f"exit {os.WEXITSTATUS(status)}"


def main(user):
    """Answer question after question, until there are no more."""
    become(user)
    write_message(OUT, plain.dumps({"ready": True}))
    while (length := read_exactly(0, 8)) is not None:
        question = plain.loads(read_exactly(0, int.from_bytes(length, "big")))
        write_message(OUT, ask(question))


if __name__ == "__main__":
    OUT = os.dup(1)
    os.dup2(2, 1)  # what is printed goes where errors go
    # In a process namespace of its own the first process is bubblewrap's, and this one its child.
    ALONE = sys.argv[1] == "boxed" and os.getppid() == 1
    main(int(sys.argv[2]) if len(sys.argv) > 2 else None)
