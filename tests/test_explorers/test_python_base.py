"""What all explorers share: settings, sliders, the join of the two, and the form for a page."""

import html
import json
import re

import ipywidgets
import numpy as np
import pytest
import traitlets

from cnncourse.explorers import EXPLORERS, Flatten, OutputSize, SettingError
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.describe import FOLDER, files
from cnncourse.explorers.traits import Choice, Numbers, Place, Setting, Slider, Toggle


class Sample(Explorer):
    """One setting of each kind."""

    whole = Slider(2, 1, 5, "Whole", cure="take fewer")
    broken = Slider(0.5, 0.0, 1.0, "Broken", step=0.1)
    kind = Choice("b", {"a": "first", "b": "second"}, "Kind")
    on = Toggle(False, "On")
    table = Numbers([[0, 0]], -1, 1, [(1, 2), (2, 2)])
    place = Place(0, 9)

    def compute(self):
        """Give one number."""
        return {"double": 2 * self.whole, "problem": "too much" if self.whole == 5 else ""}

    def drawing(self):
        """Draw nothing."""
        return "<svg/>"


def from_the_page(widget, **state):
    """Let a widget receive what the page sends."""
    widget.set_state(state)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("whole", 0, "whole must be a whole number from 1 to 5, got 0; take fewer"),
        ("whole", 6, "whole must be a whole number from 1 to 5, got 6; take fewer"),
        ("whole", 2.0, "whole must be a whole number from 1 to 5, got 2.0"),
        ("whole", True, "got True"),
        ("whole", "2", "got '2'"),
        ("whole", None, "got None"),
        ("broken", 1.01, "broken must be a number from 0.0 to 1.0, got 1.01"),
        ("broken", float("nan"), "got nan"),
        ("kind", "c", "kind must be one of 'a', 'b', got 'c'"),
        ("kind", 0, "got 0"),
        ("on", 1, "on must be True or False, got 1"),
        ("table", [1, 2], "table must be numbers of shape (1, 2) or (2, 2), got [1, 2]"),
        ("table", [[1, 2]], "table must be numbers from -1 to 1, got [[1, 2]]"),
        ("table", [[np.nan, 0]], "table must be numbers from -1 to 1"),
        ("table", [["a", "b"]], "table must be numbers of shape (1, 2) or (2, 2) (“a” is not"),
        ("table", [[1], [1, 2]], "table must be numbers of shape"),
        ("place", -1, "place must be a whole number from 0 to 9, got -1"),
    ],
)
def test_an_impossible_value_is_refused_with_rule_value_and_cure(name, value, message):
    sample = Sample()
    before = sample.values
    with pytest.raises(SettingError, match=re.escape(message)):
        setattr(sample, name, value)
    with pytest.raises(ValueError, match=re.escape(message)):
        Sample(**{name: value})
    assert sample.values == before
    assert issubclass(SettingError, traitlets.TraitError)


def test_numpy_numbers_are_numbers():
    sample = Sample(whole=np.int64(3), broken=np.float32(0.25), table=np.eye(2))
    assert sample.values == {
        "whole": 3,
        "broken": 0.25,
        "kind": "b",
        "on": False,
        "table": ((1.0, 0.0), (0.0, 1.0)),
        "place": 0,
    }
    assert type(sample.whole) is int
    assert type(sample.broken) is float


def test_a_wrong_name_is_told_and_the_right_one_suggested():
    sample = Sample()
    with pytest.raises(AttributeError, match=r"no setting 'whol' \(did you mean 'whole'\?\)"):
        sample.whol = 3
    with pytest.raises(TypeError, match="no setting 'whol'"):
        Sample(whol=3)
    with pytest.raises(AttributeError, match="no control 'whol'; there are whole, broken"):
        sample.sliders.whol  # noqa: B018


def test_the_sliders_are_real_and_named():
    sample = Sample(whole=4)
    assert list(sample.sliders) == ["whole", "broken", "kind", "on"]
    whole = sample.sliders["whole"]
    assert isinstance(whole, ipywidgets.IntSlider)
    assert (whole.value, whole.min, whole.max, whole.description) == (4, 1, 5, "Whole")
    assert isinstance(sample.sliders.broken, ipywidgets.FloatSlider)
    assert sample.sliders.kind.options == (("first", "a"), ("second", "b"))
    assert isinstance(sample.sliders.on, ipywidgets.Checkbox)
    assert isinstance(sample, ipywidgets.VBox)
    assert sample.children == (*sample.sliders.values(), sample.view)


def test_python_slider_and_drawing_move_together():
    sample = Sample()
    sample.whole, sample.kind, sample.on = 5, "a", True
    assert (sample.sliders.whole.value, sample.view.whole) == (5, 5)
    assert (sample.sliders.kind.value, sample.view.kind) == ("a", 0)
    assert (sample.sliders.on.value, sample.view.on) == (True, True)
    sample.sliders.whole.value = 3
    sample.sliders.kind.value = "b"
    assert (sample.whole, sample.view.whole) == (3, 3)
    assert (sample.kind, sample.view.kind) == ("b", 1)
    assert sample.results["double"] == 6


@pytest.mark.parametrize("value", [0.1 + 0.2, 1 / 3, np.pi / 4])
def test_a_broken_number_settles_on_twelve_digits(value):
    sample = Sample(broken=value)
    expected = float(f"{value:.12g}")
    assert (sample.broken, sample.sliders.broken.value, sample.view.broken) == (expected,) * 3
    from_the_page(sample.sliders.broken, value=value / 3)
    expected = float(f"{value / 3:.12g}")
    assert (sample.broken, sample.view.broken) == (expected,) * 2


def test_what_the_page_sends_arrives_everywhere():
    sample = Sample()
    from_the_page(sample.view, whole=4, kind=0, table=[[1, -1]], place=3)
    assert (sample.whole, sample.kind, sample.place) == (4, "a", 3)
    assert sample.table == ((1.0, -1.0),)
    assert (sample.sliders.whole.value, sample.sliders.kind.value) == (4, "a")
    from_the_page(sample.sliders.whole, value=2)
    from_the_page(sample.sliders.kind, index=1)
    assert (sample.whole, sample.view.whole, sample.kind, sample.view.kind) == (2, 2, "b", 1)


@pytest.mark.parametrize(
    "sent", [{"whole": 9}, {"kind": 7}, {"kind": -1}, {"table": [[9, 9]]}, {"place": "x"}]
)
def test_nonsense_from_the_page_is_put_right(sent):
    sample = Sample()
    before = sample.values
    name = next(iter(sent))
    try:
        from_the_page(sample.view, **sent)
    except traitlets.TraitError:
        pass  # the wire itself refuses another type
    assert sample.values == before
    setting = Sample.settings()[name]
    assert getattr(sample.view, name) == setting.to_wire(before[name])


def test_the_page_is_not_told_what_it_said(monkeypatch):
    sample, told = Sample(), []
    for widget in (sample.view, *sample.sliders.values()):
        # ipywidgets 7 asks what to send only where a kernel runs.
        monkeypatch.setattr(type(widget.comm), "kernel", object(), raising=False)
        sends = widget._should_send_property
        monkeypatch.setattr(
            widget,
            "_should_send_property",
            lambda key, value, sends=sends: sends(key, value) and told.append(key),
        )
    from_the_page(sample.view, whole=4)
    from_the_page(sample.sliders.whole, value=5)
    from_the_page(sample.sliders.kind, index=0)
    assert [key for key in told if key in ("whole", "value", "kind", "index")] == []
    sample.whole = 1
    assert sorted(set(told) & {"whole", "value"}) == ["value", "whole"]


def test_settings_that_do_not_go_together_are_kept_and_explained():
    explorer = OutputSize(size=4, kernel_size=7)
    expected = (
        'kernel_size (=7) is larger than the padded input (=4); use padding="same" or a '
        "smaller kernel"
    )
    assert explorer.problem == expected
    assert explorer.output_size == 0
    explorer.padding_kind = "same"
    assert (explorer.problem, explorer.output_size) == ("", 2)


def test_it_prints_without_an_address_and_only_what_was_changed():
    assert repr(Sample()) == "Sample()"
    assert repr(Sample(whole=3, kind="a")) == "Sample(whole=3, kind='a')"
    assert repr(Sample(whole=3, kind="a")) == repr(eval(repr(Sample(whole=3, kind="a"))))


@pytest.mark.parametrize("slug", EXPLORERS)
def test_the_element_for_a_page(slug):
    made = EXPLORERS[slug]()
    bundle = made._repr_mimebundle_()
    page = bundle["text/html"]
    assert page == made.html() == EXPLORERS[slug]().html()
    assert page.startswith(f'<cnncourse-explorer name="{slug}" state="{{}}">\n<svg')
    assert 'role="img"' in page
    assert re.search('aria-label="[^"]{10,}"', page)
    assert "0x" not in bundle["text/plain"]
    assert len(page) < 60_000
    assert not re.search(r"<script|\bon\w+=|https?://(?!www\.w3\.org/)", page)


def test_the_state_in_the_element_is_what_was_changed():
    page = Sample(whole=3, table=[[0.5, -0.5]]).html()
    state = html.unescape(re.search('state="(.*?)"', page).group(1))
    assert json.loads(state) == {"whole": 3, "table": [[0.5, -0.5]]}


def test_the_drawing_in_a_notebook_is_the_committed_script():
    sample = OutputSize()
    assert sample.view.explorer == "output-size"
    names = (
        "explorers-core",
        "explorer-output-size",
        "part-code",
        "part-projector",
        "explorers-notebook",
    )
    texts = [(FOLDER / "bundle" / f"{name}.js").read_text(encoding="utf-8") for name in names]
    scripts, end = "".join(texts), "output-size"
    assert sample.view._esm.startswith(scripts)
    rest = sample.view._esm.removeprefix(scripts)
    assert rest == f'export default cnncourseNotebook.drawing("{end}");\n'


def test_the_script_of_pixels_is_sent_between_the_core_and_the_explorers_own():
    names = ("explorers-core", "explorers-pixels", "explorers-vectors", "explorer-flatten")
    texts = [(FOLDER / "bundle" / f"{name}.js").read_text(encoding="utf-8") for name in names]
    assert Flatten().view._esm.startswith("".join(texts))


def test_a_notebook_is_sent_the_core_one_explorer_with_its_data_and_nothing_else():
    for slug, explorer in EXPLORERS.items():
        sent = explorer().view.get_state()
        assert set(sent["data"]) == set(explorer.data_files)
        found = {name for name in EXPLORERS if f'name:"{name}"' in sent["_esm"]}
        assert found == {slug}
        assert len(sent["_esm"].encode()) <= 100_000 + 25_000 * len(explorer.own_parts)
        assert sent["more"] == {}


def test_a_class_of_ones_own_has_sliders_and_no_drawing():
    assert "render() {}" in Sample().view._esm
    assert Sample().sliders.whole.value == 2


def test_descriptions_are_those_of_the_classes():
    for name, text in files().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "run make explorers"


def test_every_explorer_is_described_and_has_its_view_beside_it():
    for slug, explorer in EXPLORERS.items():
        assert explorer.title, slug
        assert explorer.__doc__.strip(), slug
        assert (FOLDER / "page" / slug.replace("-", "_") / "index.js").exists()
        for name, setting in explorer.settings().items():
            assert setting.name == name
            assert setting.checked(setting.default_value) == setting.default_value


def test_a_bare_setting_takes_nothing():
    with pytest.raises(SettingError, match="use one of its kinds"):
        Setting(3)
