"""Each student's own numbers: from the secret alone, the same again, nobody else's."""

import os
import stat

import pytest

from cnncourse.grading import variants


def test_the_same_words_give_the_same_seed_and_any_other_word_another():
    first = variants.seed(b"secret", "ada", "first", "q1")
    assert first == variants.seed(b"secret", "ada", "first", "q1")
    others = [
        variants.seed(b"secre", "ada", "first", "q1"),
        variants.seed(b"secret", "bob", "first", "q1"),
        variants.seed(b"secret", "ada", "second", "q1"),
        variants.seed(b"secret", "ada", "first", "q2"),
        variants.seed(b"secret", "adafirst", "", "q1"),
    ]
    assert len({first, *others}) == 6


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "course" / "secret"
    made = variants.make_secret(path)
    assert variants.make_secret(path) == made == variants.read_secret(path)
    assert len(made) == 64
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_missing_or_short_secret_is_told_with_the_cure(tmp_path):
    with pytest.raises(variants.SecretError, match="no secret at .* cnncourse release makes one"):
        variants.read_secret(tmp_path / "none")
    short = tmp_path / "short"
    short.write_text("abc")
    with pytest.raises(variants.SecretError, match="holds 3 bytes; a secret has 64"):
        variants.make_secret(short)
    assert short.read_text() == "abc"
