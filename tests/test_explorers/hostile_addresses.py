"""Addresses as somebody might make them who wants a page to fall over."""

import json
from urllib.parse import quote

from cnncourse.explorers import EXPLORERS
from tests.test_explorers.states import draw, plain

TEXTS = [
    "", "#", "!", "?", "=", "&", "!!", "!?", "%", "%E0%A4%A", "%00", "%ff", "\ud800", "\u202e",
    "💥",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "__proto__", "constructor", "toString",
    "hasOwnProperty", "{}", "[]", "null", "NaN", "Infinity", "1e999", "-0", "0x10", '"', "'", "\\",
    "x" * 3000, "%21%3F", "../", "\n", "undefined", "true", "0.1", "-1", "1" * 400, " ", "ﬀ",
]  # fmt: skip
NAMES = ["__proto__", "constructor", "toString", "", "stride ", "STRIDE", "s" * 3000, "%E0", "💥"]


def brackets(depth, kind):
    """Return brackets within brackets: closed, left open, with objects or as layers."""
    return [
        "[" * depth + "]" * depth,
        "[" * depth,
        '{"a":' * depth + "1" + "}" * depth,
        '[{"layer":"Residual","layers":' * depth + "[]" + "}]" * depth,
    ][kind]


def spoilt(text, rng):
    """Return a text with a few of its characters taken away, doubled or replaced."""
    for _ in range(rng.integers(1, 4)):
        at = int(rng.integers(len(text) + 1))
        text = text[:at] + str(rng.choice(TEXTS[:20])) + text[at + int(rng.integers(3)) :]
    return text


def a_value(setting, rng):
    """Return the text of a value: right, nearly right, or anything."""
    right = json.dumps(plain(draw(setting, rng)), separators=(",", ":"))
    match rng.integers(12):
        case 0:
            return quote(right)
        case 1 | 2 | 3:
            return spoilt(right, rng)
        case 4:
            return quote(brackets(int(rng.integers(1, 4000)), int(rng.integers(4))))
        case 5:
            return json.dumps(float(rng.choice([-1, 1])) * 10.0 ** rng.integers(-320, 308))
        case _:
            return str(rng.choice(TEXTS))


def an_explorer(rng):
    """Return one explorer's part of an address."""
    slug = str(rng.choice(list(EXPLORERS)))
    settings = EXPLORERS[slug].settings()
    pairs = []
    for _ in range(rng.integers(0, 4)):
        known = str(rng.choice(list(settings)))
        name = known if rng.integers(5) else str(rng.choice(NAMES))
        pairs.append(f"{name}={a_value(settings[known], rng)}")
    if rng.integers(8) == 0:
        slug = str(rng.choice([f"{slug}-2", f"{slug}s", *TEXTS]))
    return f"!{slug}?" + "&".join(pairs)


def an_address(rng):
    """Return a fragment without its ``#``."""
    if rng.integers(20) == 0:
        return "".join(rng.choice(TEXTS, rng.integers(1, 12)))
    anchor = str(rng.choice(["", "", "explorer-pooling", *TEXTS]))
    return anchor + "".join(an_explorer(rng) for _ in range(rng.integers(1, 4)))
