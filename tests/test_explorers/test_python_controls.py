"""``controls=[…]``: an explorer that shows only the controls that a chapter has taught."""

import re

import ipywidgets
import pytest

from cnncourse.explorers import (
    EXPLORERS,
    Convolution,
    LiveNetwork,
    NetworkBuilder,
    OutputSize,
    ReceptiveField,
    SettingError,
)


def test_only_these_are_shown_in_the_order_given():
    explorer = Convolution(controls=["stride", "kernel"])
    assert list(explorer.sliders) == ["stride", "kernel"]
    assert explorer.children == (explorer.sliders.stride, explorer.sliders.kernel, explorer.view)
    assert explorer.view.controls == dict(explorer.sliders)
    assert explorer.controls == ("stride", "kernel")
    with pytest.raises(AttributeError, match="no control 'padding'; there are stride, kernel"):
        _ = explorer.sliders.padding


def test_no_other_control_is_made():
    before = list(_alive())
    explorer = OutputSize(controls=["stride"])
    kinds = [type(one).__name__ for one in _alive() if one not in before]
    assert kinds.count("IntSlider") == 1
    assert "Dropdown" not in kinds
    assert explorer.view in _alive()


def _alive():
    found = getattr(ipywidgets.widgets.widget, "_instances", None)
    return list((ipywidgets.Widget.widgets if found is None else found).values())


def test_without_it_all_are_shown():
    for explorer in EXPLORERS.values():
        made = explorer()
        assert made.controls is None
        assert list(made.sliders) == [n for n, s in made.settings().items() if s.has_control]
        assert made.children == (*made.sliders.values(), made.view)
        assert "controls" not in repr(made)
        assert " controls=" not in made.html()


def test_none_at_all():
    explorer = LiveNetwork(controls=[], image="bag")
    assert explorer.sliders == {}
    assert explorer.children == (explorer.view,)
    assert explorer.controls == ()
    assert ' controls="">' in explorer.html()
    assert repr(explorer) == "LiveNetwork(image='bag', controls=[])"
    with pytest.raises(AttributeError, match="no control 'size'; there are none"):
        _ = explorer.sliders.size


def test_settings_that_are_not_shown_keep_their_values_and_can_be_set():
    explorer = Convolution(controls=["kernel"], stride=3, image="patch")
    assert (explorer.stride, explorer.view.stride) == (3, 3)
    explorer.stride = 2
    assert (explorer.stride, explorer.view.stride) == (2, 2)
    assert explorer.output.shape == Convolution(stride=2, image="patch").output.shape
    explorer.view.set_state({"stride": 1})  # as the drawing does
    assert explorer.stride == 1
    explorer.sliders.kernel.value = "blur"
    assert explorer.kernel == "blur"
    with pytest.raises(SettingError, match="stride must be a whole number from 1 to 6, got 0"):
        explorer.stride = 0


@pytest.mark.parametrize(
    ("names", "error", "words"),
    [
        (["strid"], SettingError, "got 'strid' (did you mean 'stride'?)"),
        (["kernel", "Kernel size"], SettingError, "got 'Kernel size' (did you mean 'kernel_size'"),
        (["nonsense"], SettingError, "controls must be among image, kind, kernel, slices"),
        (["row"], SettingError, "got 'row' (it is set in the drawing itself)"),
        (["stride", "stride"], SettingError, "name each setting once, got ['stride', 'stride']"),
        ("stride", TypeError, "must be a list of names such as [\"stride\"], got 'stride'"),
        (b"stride", TypeError, "must be a list of names"),
        (True, TypeError, 'must be a list of names such as ["stride"], got True'),
        ([3], TypeError, "got 3"),
        ([["stride"]], TypeError, "got ['stride']"),
    ],
)
def test_what_is_no_control_is_refused(names, error, words):
    with pytest.raises(error, match=re.escape(words)):
        Convolution(controls=names)


def test_a_misspelt_keyword_finds_it():
    with pytest.raises(TypeError, match=r"no setting 'control' \(did you mean 'controls'\?\)"):
        Convolution(control=["stride"])


def test_what_is_shown_stays():
    explorer = Convolution(controls=["stride"])
    with pytest.raises(AttributeError):
        explorer.controls = ["kernel"]
    explorer.stride = 2
    assert explorer.controls == ("stride",)


@pytest.mark.parametrize(
    "made",
    [
        Convolution(controls=["kernel", "stride"], stride=2, kernel="blur"),
        Convolution(controls=("stride", "kernel")),
        ReceptiveField(controls=[], input_size=12),
        NetworkBuilder(network="lenet-5", controls=["input_size"]),
    ],
)
def test_what_is_printed_makes_it_again(made):
    again = eval(repr(made))
    assert repr(again) == repr(made)
    assert (again.controls, again.values) == (made.controls, made.values)
    assert again.html() == made.html()


def test_the_settings_come_first_when_it_is_printed():
    made = Convolution(controls=iter(["kernel", "stride"]), stride=2, kernel="blur")
    assert repr(made) == "Convolution(kernel='blur', stride=2, controls=['kernel', 'stride'])"


def test_the_element_of_a_page_carries_it():
    page = Convolution(controls=["kernel", "stride"], stride=2).html()
    start = '<cnncourse-explorer name="convolution" state="{&quot;stride&quot;: 2}"'
    assert page.startswith(f'{start} controls="kernel stride">\n<svg')
    assert Convolution(controls=["stride"])._repr_mimebundle_()["text/html"].count("controls=") == 1


@pytest.mark.parametrize("slug", EXPLORERS)
def test_each_control_can_be_shown_alone(slug):
    for name, setting in EXPLORERS[slug].settings().items():
        if setting.has_control:
            made = EXPLORERS[slug](controls=[name])
            assert list(made.sliders) == [name]
            assert setting.control(setting.default_value) is not None
        else:
            assert setting.control(setting.default_value) is None
