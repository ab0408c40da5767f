"""The list that pages take numbers, tables and drawings from, and its answers to wrong names."""

import pytest

from cnncourse.plots import recorded
from cnncourse.records import registry
from cnncourse.records.table import Code, Table


@pytest.fixture
def own(monkeypatch):
    """A list of a test's own."""
    functions = {"number": {}, "table": {}, "drawing": {}}
    monkeypatch.setattr(registry, "_FUNCTIONS", functions)

    @registry.number("sum")
    def add(first, second="2", *, unit: str = "px", found=None):
        return f"{int(first) + int(second)} {unit}"

    return functions


def test_words_are_arguments_and_options_keywords(own):
    assert registry.names("number") == ["sum"]
    assert registry.make("number", "sum 1") == "3 px"
    assert registry.make("number", "sum  1\n 5", unit="mm") == "6 mm"


@pytest.mark.parametrize(
    ("words", "options", "reason"),
    [
        ("sun 1", {}, "no number 'sun'; did you mean 'sum'? known: sum"),
        ("", {}, "no number ''; known: sum"),
        ("sum", {}, "number 'sum' must be written sum FIRST [SECOND] (missing a required arg"),
        ("sum 1 2 3", {}, "must be written sum FIRST [SECOND] (too many positional arguments"),
        ("sum 1", {"units": "mm"}, "no option of number 'sum' 'units'; did you mean 'unit'?"),
        ("sum 1", {"found": "x"}, "no option of number 'sum' 'found'"),
    ],
)
def test_what_is_written_wrongly_is_answered_with_what_is_right(own, words, options, reason):
    with pytest.raises((LookupError, ValueError)) as caught:
        registry.make("number", words, **options)
    assert reason in str(caught.value)


def test_a_name_is_given_once(own):
    with pytest.raises(ValueError, match="two functions for number 'sum'"):
        registry.number("sum")(len)
    with pytest.raises(LookupError, match="no kind 'chart'; "):
        registry.names("chart")


def test_every_table_and_drawing_of_the_book_is_made():
    words = {"side-by-side": "side-by-side B B-relu 0-2", "augmentations": "augmentations 500"}
    for name in registry.names("table"):
        table = registry.make("table", words.get(name, name))
        assert table.rows, name
        assert {len(row) for row in table.rows} == {len(table.headings)}, name
        assert "<td>" in table._repr_html_()
    drawings = {"ablations", "claims", "confusion", "corner-map", "curves", "depths", "growth"}
    assert set(registry.names("drawing")) == drawings
    every = ("ablations", "confusion C-cnn", "corner-map B", "curves D", "depths torch", "growth")
    for words in (*every, "claims words"):
        shown = registry.make("drawing", words)
        assert isinstance(shown, recorded.Shown)
        assert shown.missing == ()
        assert ("<svg" if words in every else "<details") in shown._repr_html_()


def test_a_table_shows_itself_in_a_notebook():
    table = Table(["<a>", "b"], [["1 < 2", Code("x & y")]], kind="distances")
    html = table._repr_html_()
    assert html.startswith('<table class="records distances"><thead><tr><th>&lt;a&gt;</th>')
    assert "<td>1 &lt; 2</td><td><code>x &amp; y</code></td>" in html
    assert Table(["a"], [])._repr_html_() == "<p>No run is recorded yet.</p>"
