"""Each student's own numbers: drawn from the instructor's secret, made again whenever needed.

Nothing is stored: HMAC-SHA-256 of the secret over student, assignment and question is the seed.
Who does not have the secret cannot tell one student's numbers from another's name.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import numpy as np

from cnncourse.disk import write_atomically

BYTES = 32
ANYONE = ""
"""The student of a release without a roster."""


class SecretError(ValueError):
    """There is no secret, or the file does not hold one."""


def read_secret(path: Path) -> bytes:
    """Return the secret that a file holds.

    Raises
    ------
    SecretError
        If there is no such file, or too little in it.
    """
    try:
        found = Path(path).read_bytes().strip()
    except OSError as error:
        raise SecretError(
            f"no secret at {path} ({error.strerror}); cnncourse release makes one where --secret "
            "says, and grading needs the same"
        ) from None
    if len(found) < BYTES:
        raise SecretError(f"{path} holds {len(found)} bytes; a secret has {2 * BYTES} characters")
    return found


def make_secret(path: Path) -> bytes:
    """Return the secret of a file, which is made, readable by its owner alone, if it is not there.

    Raises
    ------
    SecretError
        If it is there and holds no secret.
    """
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        before = os.umask(0o077)
        try:
            write_atomically(path, secrets.token_hex(BYTES).encode() + b"\n")
        finally:
            os.umask(before)
    return read_secret(path)


def seed(secret: bytes, student: str, assignment: str, purpose: str) -> int:
    """Return a seed of 128 bits.

    Parameters
    ----------
    secret : bytes
    student : str
        As the roster names them; `ANYONE` without a roster.
    assignment : str
    purpose : str
        A question's name for what is asked, or that and ``hidden`` for the cases.

    Examples
    --------
    >>> seed(b"s", "ada", "one", "q1") == seed(b"s", "ada", "one", "q1")
    True
    >>> seed(b"s", "ada", "one", "q1") == seed(b"s", "adao", "ne", "q1")
    False
    """
    words = [part.encode() for part in (student, assignment, purpose)]
    # Each behind its length: two different triples are never the same text.
    text = b"".join(len(word).to_bytes(4, "big") + word for word in words)
    return int.from_bytes(hmac.new(secret, text, hashlib.sha256).digest()[:16], "big")


def generator(secret: bytes, student: str, assignment: str, purpose: str) -> np.random.Generator:
    """Return the generator that draws a student's numbers."""
    return np.random.default_rng(seed(secret, student, assignment, purpose))
