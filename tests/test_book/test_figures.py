"""Numbers, tables and drawings on a page by their names, and what a wrong name gives."""

import pytest

from cnncourse import records
from cnncourse.records import registry
from tests.test_book import site

GOOD = """\
# A page

It is {number}`accuracy C-cnn keras`, {number}`seeds
C-dense`, {number}`cost B megabytes`.

```{table} sources
```

```{table} A table of one's own
:class: mine
| a | b |
|---|---|
| 1 | 2 |
```

```{shown} curves D
:first: 47 58
:last: 85 82
```

```{shown} confusion C-cnn
```
"""


def test_a_page_shows_what_the_list_has(tmp_path):
    (tmp_path / "index.md").write_text(GOOD, encoding="utf-8")
    done = site.build(tmp_path, ["figures"])
    assert (done.returncode, done.stderr) == (0, "")
    page = site.read(tmp_path)
    text = " ".join(page.get_text().split())
    numbers = [registry.make("number", name) for name in ("accuracy C-cnn keras", "seeds C-dense")]
    assert f"It is {numbers[0]}, {numbers[1]}, 0.05 MB." in text.replace("\xa0", " ")
    sources, own, epochs = page("table")
    assert len(sources.tbody("tr")) == len(registry.make("table", "sources").rows)
    assert sources["class"][0] == "records" or "records" in sources["class"]
    assert "A table of one’s own" in own.get_text()  # docutils' own directive still works
    assert "mine" in own["class"]
    assert len(epochs.tbody("tr")) == 4
    assert len(page("svg")) == 4
    assert "The most frequent mistakes: in Keras " in text


WRONG = {  # what is written: what is answered
    "{number}`acuracy C-cnn keras`": "no number 'acuracy'; did you mean 'accuracy'?",
    "{number}`accuracy C-cn keras`": "no experiment 'C-cn'; did you mean 'C-cnn'?",
    "{number}`accuracy C-cnn kears`": "no framework 'kears'; did you mean 'keras'?",
    "{number}`accuracy C-cnn`": "must be written accuracy NAME FRAMEWORK [SEEDS]",
    "{number}`accuracy C-cnn keras 0-9`": "with seed 3, 4, 5, 6, 7, 8, 9; recorded: 0, 1, 2",
    "{number}`accuracy six-conv keras`": "make it with: cnncourse reproduce six-conv --framework k",
    "{number}`corner C-cnn keras midle`": "no accuracy of a map 'midle'; did you mean 'middle'?",
    "{number}`corner C-cnn keras 9,9`": "no place '9,9': both of DOWN,RIGHT lie from -6 to 6",
    "{number}`benchmark conv`": "no benchmark 'conv'; did you mean 'conv2d'?",
    "{number}`cost Q megabytes`": "no network 'Q'",
    "{number}`cost B pounds`": "no number 'pounds'; known: megabytes",
    "```{table} source\n```": "no table 'source'; did you mean 'sources'?",
    "```{table}\n```": "no table ''; known: ",
    "```{table} sources keras\n```": "table 'sources keras' must be written sources",
    "```{shown} curve D\n```": "no drawing 'curve'; did you mean 'curves'?",
    "```{shown} curves Q\n```": "no experiment 'Q'; known: A, B",
    "```{shown} curves D\n:frist: 47 58\n```": "'frist'; did you mean 'first'?",
    "```{shown} curves D\n:first: 47\n```": "give two percentages: of training and of validation",
    "```{shown} corner-map C-cn\n```": "no variant 'C-cn'; did you mean 'C-cnn'?",
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """What a build says of a page on which everything is wrong."""
    folder = tmp_path_factory.mktemp("wrong")
    text = "# A page\n\n" + "\n\n".join(WRONG)
    (folder / "index.md").write_text(text, encoding="utf-8")
    done = site.build(folder, ["figures"])
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("written", WRONG)
def test_what_is_written_wrongly_fails_the_build_and_is_answered(refused, written):
    place = list(WRONG).index(written)
    before = "# A page\n\n" + "".join(f"{one}\n\n" for one in list(WRONG)[:place])
    (said,) = [line for line in refused.splitlines() if WRONG[written] in line]
    assert f"index.md:{before.count(chr(10)) + 1}: WARNING: " in said


def test_nothing_else_is_said(refused):
    assert len([line for line in refused.splitlines() if line]) == len(WRONG)


def test_a_record_that_is_missing_fails_the_build(tmp_path):
    """A page that was right when it was written, and one file is gone since."""
    kept = tmp_path / "kept"
    kept.mkdir()
    for path in records.reading.FOLDER.glob("*.json"):
        if path.stem not in ("D-torch-seed21", "E-keras-seed0", "corner-B-keras-seed0"):
            (kept / path.name).symlink_to(path)
    text = "# A page\n\n```{shown} curves D\n```\n\n```{shown} corner-map B\n```\n\n"
    text += "{number}`accuracy D torch`, {number}`accuracy E keras 0-2`, {number}`gain D E`"
    (tmp_path / "index.md").write_text(text, encoding="utf-8")
    conf = f"from cnncourse.records import reading\nreading.FOLDER = reading.Path({str(kept)!r})\n"
    done = site.build(tmp_path, ["figures"], conf)
    assert done.returncode == 1
    command = "make it with: cnncourse reproduce"
    assert f"curves D lacks a record; {command} D --framework torch" in done.stderr
    assert f"corner-map B lacks a record; {command} corner-B --framework keras" in done.stderr
    assert done.stderr.count(f"no record of D in PyTorch; {command} D --framework torch") == 2
    assert "no record of E in Keras with seed 0; recorded: 1, 2" in done.stderr
    assert done.stderr.count("WARNING") == 5
    page = site.read(tmp_path)
    assert len(page.select(".training-drawings svg")) == 1  # what there is, is drawn
