"""Ctrl-C and SIGTERM, answered soon, whatever a framework is doing.

Python runs a signal's handler only between two of its own instructions. A framework that waits
for another process, or takes many steps in one call, is one instruction for as long as that
lasts. So a thread of its own sees the signal too; where the run has not ended by itself after
some seconds, it says what there is to say and ends the process.
"""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

REACTION = 3.0
"""Seconds in which a handler must have been run after the signal."""
UNWINDING = 10.0
"""Seconds in which the run must then have ended."""

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_armed = []
_reacted = threading.Event()
_told = []
_start = []


class Terminated(KeyboardInterrupt):
    """SIGTERM: the process was asked to end; like Ctrl-C, but for its exit code, 143."""


def exit_code(error: KeyboardInterrupt) -> int:
    """Return what a shell calls the end by a signal: 130 for Ctrl-C, 143 for SIGTERM."""
    return 128 + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT)


def handler(answer: Callable) -> Callable:
    """Return a signal handler that does ``answer(number, frame)`` and is known to `soon`."""

    def handle(number, frame):
        _reacted.set()
        return answer(number, frame)

    handle.known = True
    return handle


def _terminate(number, frame):
    raise Terminated


@contextmanager
def telling(words: Callable[[], str], reaction: float = REACTION) -> Iterator[None]:
    """Have `soon` say these words where it must end the process inside; the innermost count.

    Parameters
    ----------
    words : function
        Without arguments, of the text.
    reaction : float
        Seconds that a handler has: few, where nothing can be lost.
    """
    _told.append((words, reaction))
    try:
        yield
    finally:
        _told.pop()


@contextmanager
def at_once() -> Iterator[None]:
    """Have `soon` end the process on a signal, with its words, instead of raising an error.

    For the import of a framework, where nothing can be lost: an error raised there within C++
    aborts Python, or is taken for a package that is broken.
    """
    if not _armed or threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number, frame):
        _end(number, _told[-1][0])

    before = {one: old for one in _NUMBERS if getattr(old := signal.getsignal(one), "known", False)}
    for number in before:
        signal.signal(number, handler(leave))
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _end(number, words):
    """Say what there is to say and end the process, whatever it is doing."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError):
        print(f"\n{''.join(_start)}{words()}", file=sys.stderr, flush=True)
    os._exit(128 + number)


@contextmanager
def soon(start: str = "", words: str = "stopped") -> Iterator[None]:
    """End within seconds of Ctrl-C or SIGTERM, whatever is being computed inside.

    Ctrl-C raises KeyboardInterrupt as ever, SIGTERM `Terminated`. Where neither can be raised,
    or a second signal comes, the process says what `telling` gives and ends. Inside another
    `soon`, and elsewhere than in the main thread, nothing is done.

    Parameters
    ----------
    start : str
        What is said begins with, such as the program's name.
    words : str
        What is said where `telling` gives nothing.
    """
    if _armed or threading.current_thread() is not threading.main_thread() or os.name == "nt":
        yield
        return
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    wakeup = signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    before = {number: signal.getsignal(number) for number in _NUMBERS}
    ours = {number: _ours(number, old) for number, old in before.items() if _is_usual(old)}
    for number, new in ours.items():
        signal.signal(number, new)
    watch = threading.Thread(target=_watch, args=(told, {*ours}), daemon=True)
    _armed.append(watch)
    _start.append(start)
    _told.append((lambda: words, REACTION))
    watch.start()
    try:
        yield
    finally:
        # The thread may be about to end the process, and then there is one voice.
        os.write(tell, b"\0")
        watch.join()
        _told.pop()
        _armed.clear()
        _start.clear()
        for number, new in ours.items():
            if signal.getsignal(number) is new:
                signal.signal(number, before[number])
        signal.set_wakeup_fd(wakeup)
        os.close(told)
        os.close(tell)


def _is_usual(old):
    """Return whether a signal has a usual answer: what is ignored, or a reader's own, stays so."""
    return old in (signal.SIG_DFL, signal.default_int_handler) or getattr(old, "known", False)


def _ours(number, old):
    """Return the handler that takes another's place."""
    if getattr(old, "known", False):
        return old
    return handler(_terminate if number == signal.SIGTERM else signal.default_int_handler)


def _watch(told, numbers):
    """Read the signals that come, until a zero; end the process where it does not do so itself."""
    while True:
        _reacted.clear()
        number = os.read(told, 1)[0]
        if number == 0:
            return
        if number not in numbers:
            continue
        words, reaction = _told[-1]
        for seconds in (reaction, UNWINDING):
            if select.select([told], [], [], seconds)[0]:
                # A zero: it has ended by itself. Another signal: it is wanted at once.
                if os.read(told, 1)[0] == 0:
                    return
                break
            if not _reacted.is_set():
                break
        _end(number, words)
