"""Every claim of the sources: that what shows it exists, and that its numbers are computed."""

import re

import contents
import mould
import nbformat
import pytest

from cnncourse.plots.recorded import said as drawn
from cnncourse.records import RecordError, registry, said
from tests.recorded import made
from tests.test_book.building import ROOT

BOOK = ROOT / "book"
CLAIMS = said.claims()
FIGURE = re.compile(r"\d{3,}|\d[.,]\d|\d *%")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def headings(page):
    """Return the headings of a page of the book below its title."""
    if (BOOK / f"{page}.ipynb").exists():
        notebook = nbformat.read(BOOK / f"{page}.ipynb", as_version=4)
        return [text for level, text in mould.headings(notebook) if level > 1]
    text = (BOOK / f"{page}.md").read_text("utf-8")
    return re.findall(r"(?m)^##+ (.+?)\s*$", text)


@pytest.mark.parametrize("see", sorted({one for claim in CLAIMS for one in claim.see}))
def test_what_shows_a_claim_is_a_page_and_a_heading_there(see):
    page, _, heading = see.partition(": ")
    assert contents.file_of(page).is_file()
    if heading:
        places = [drawn.slug(one) for one in headings(page)]
        assert places.count(drawn.slug(heading)) == 1
        assert heading in headings(page)


def test_what_is_cited_is_in_the_list_and_of_its_year():
    text = (BOOK / "references.bib").read_text("utf-8")
    for key in {one for claim in CLAIMS for one in claim.cite}:
        (entry,) = re.findall(rf"(?ms)^@\w+\{{{key},$.*?^\}}", text)
        assert re.search(rf"year\s+= \{{{YEAR.search(key.translate(DIGITS))[0]}\}}", entry), key


DIGITS = {ord(letter): " " for letter in "abcdefghijklmnopqrstuvwxyz"}


@pytest.mark.parametrize("values", said.written(), ids=lambda one: one["says"][:40])
def test_no_number_of_an_answer_is_typed(values):
    left = said.PLACE.sub("", values["instead"])
    if values["kind"] in ("names", "judging"):
        left = YEAR.sub("", left)
    for known in ("Keras 3",):
        left = left.replace(known, "")
    # What the source itself wrote may be named again, a pixel's largest value too.
    assert [one for one in FIGURE.findall(left) if one not in values["says"]] == []
    assert 2 < len(values["instead"].split()) < 60


def test_a_claim_that_was_measured_has_no_verdict_but_the_rules():
    for values in said.written():
        assert ("measured" in values) == (values["kind"] == "figures") != ("verdict" in values)
        if "measured" in values:
            assert re.search(rf"{values['measured'][1]} %", values["says"])


def test_every_source_and_kind_has_claims_and_none_twice():
    assert {letter for one in CLAIMS for letter in one.source.split(", ")} == {*"ABCDE"}
    assert {one.kind for one in CLAIMS} == {*said.KINDS}
    assert len({one.says for one in CLAIMS}) == len(CLAIMS) >= 60
    assert sum(len(said.claims(kind)) for kind in said.KINDS) == len(CLAIMS)


def measured(**accuracies):
    return {
        ("C-dense", key): [made("C-dense", key, one, seed) for seed, one in enumerate(values)]
        for key, values in accuracies.items()
    }


@pytest.mark.parametrize(
    ("accuracies", "wanted"),
    [
        ({"keras": [0.88, 0.88], "torch": [0.875]}, "right"),
        ({"keras": [0.88], "torch": [0.80]}, "depends"),
        ({"keras": [0.88, 0.86], "torch": [0.86, 0.88]}, "depends"),  # the best seed reaches it
        ({"keras": [0.80, 0.81], "torch": [0.80, 0.82]}, "wrong"),
        ({"keras": [0.80, 0.81], "torch": [0.80]}, "open"),
        ({}, "open"),
    ],
)
def test_a_percentage_is_judged_by_the_rule(accuracies, wanted):
    assert said.judged("C-dense", "88", found=measured(**accuracies)) == wanted


def test_the_rule_is_that_of_the_page_of_results():
    whole = {said.RIGHT: "holds", said.WRONG: "does not hold"}
    for values in said.written():
        if "measured" in values and values["measured"][2:] in ([], ["test"]):
            name, claimed = values["measured"][:2]
            verdict = said.judged(name, claimed)
            if verdict in whole:
                assert registry.make("number", f"verdict {name}").startswith(whole[verdict])


def test_what_is_written_wrongly_is_named():
    good = dict(source="A", kind="words", says="It is.", verdict="right", instead=".", see=["x"])
    assert said.made(good).see == ("x",)
    for wrong in ({"kind": "wards"}, {"verdict": "maybe"}, {"see": []}, {"more": 1}):
        with pytest.raises(RecordError, match="It is."):
            said.made(good | wrong)
    with pytest.raises(LookupError, match="no kind of claim 'word'; did you mean 'words'"):
        said.claims("word")
    with pytest.raises(LookupError, match="no verdict 'wong'; did you mean 'wrong'"):
        registry.make("number", "claims wong")


def test_the_totals_add_up():
    *kinds, last = registry.make("table", "claims").rows
    assert [words for words, *_ in kinds] == [*said.KINDS.values()]
    for place in range(1, len(last)):
        assert sum(int(row[place].replace("–", "0")) for row in kinds) == int(last[place])
    assert sum(map(int, last[1:])) == int(registry.make("number", "claims")) == len(CLAIMS)
    assert registry.make("number", "claims half-right") == last[2]


@pytest.mark.parametrize("kind", said.KINDS)
def test_a_list_has_each_claim_folded_with_its_verdict_and_its_links(kind):
    html = registry.make("drawing", f"claims {kind}")._repr_html_()
    claims = said.claims(kind)
    assert html.count("<details") == html.count("</details>") == len(claims)
    for claim in claims:
        assert f"<em>{claim.verdict.capitalize()}.</em>" in html
    assert html.count("<a href") == sum(len(one.see) + len(one.cite) for one in claims)
    assert "{" not in html


def test_numbers_counted_by_hand():
    by_hand = {
        "counted C-dense": "101,770",
        "counted D fixed": "640",
        "sides A": "30, 15, 13, 6, 4, 2",
        "row E": "4,608",
        "dense-on 1080 1920 1 64": "132,710,400",
        "dense-behind-d 32": "393,962",
        "dense-behind-d 128 64 32": "1,191,594",
        "pooled-side 27 3 3": "9",
    }
    assert {name: registry.make("number", name) for name in by_hand} == by_hand
    with pytest.raises(LookupError, match="no part 'fix'; did you mean 'fixed'"):
        registry.make("number", "counted D fix")
    with pytest.raises(ValueError, match="must be written in-epoch"):
        registry.make("number", "in-epoch D")
    assert registry.make("number", "in-epoch D keras training") == registry.make(
        "number", "training D keras"
    )


def test_the_page_of_results_lists_what_source_d_names_with_lessons_that_exist():
    text = (BOOK / "results.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| (.+) \| (.+) \|$", text[text.index("(what-comes-next)=") :])[1:]
    assert len(rows) >= 10
    for words, lessons in rows:
        pages = re.findall(r"\{doc\}`([\w/]+)`", lessons)
        assert pages, words
        for page, named in re.findall(r"\{doc\}`([\w/]+)` \(((?:\*.+?\*(?:, )?)+)\)", lessons):
            assert set(re.findall(r"\*(.+?)\*", named)) <= {*headings(page)}, words
