"""What the command says, said on any terminal and into any pipe."""

import codecs
import os
import sys
import unicodedata

GONE = 141
"""The exit code of a program whose reader has left, 128 and the number of SIGPIPE."""

PLAIN = {
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "©": "(c)",
    "→": "->",
    "·": ".",
    "\N{NO-BREAK SPACE}": " ",
}
HANDLER = "cnncourse-plain"


def _plain(error):
    """Write in ASCII what an encoding has no sign for."""
    text = error.object[error.start : error.end]
    return "".join(map(_sign, text)), error.end


def _sign(character):
    known = PLAIN.get(character)
    if known is None:
        parts = unicodedata.normalize("NFKD", character)
        known = parts.encode("ascii", "ignore").decode()
    return known or "?"


codecs.register_error(HANDLER, _plain)


def make_speakable() -> None:
    """Let standard output and standard error take any sign, whatever their encoding."""
    for stream in (sys.stdout, sys.stderr):
        # A notebook's streams take everything; a closed one is None.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)


def flush() -> None:
    """Hand over all that was printed, so that what goes wrong with it is known now.

    Raises
    ------
    OSError
        If it cannot be written; a BrokenPipeError if its reader has gone.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        drop()
        raise


def drop() -> None:
    """Let go of what cannot be written any more: Python would try it again at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            continue
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def describe(error: BaseException) -> str:
    """Return an error's message, without the number that Python puts before the system's own."""
    if not isinstance(error, OSError) or error.errno is None:
        return str(error)
    if error.filename is None and error.strerror == os.strerror(error.errno):
        return f"the output cannot be written ({error.strerror})"
    if error.filename is None:
        return str(error.strerror or error)
    return (
        f"cannot use {os.fsdecode(error.filename)} ({error.strerror}); mend its permissions, or "
        "name another place"
    )
