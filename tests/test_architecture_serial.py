"""An architecture as JSON and back, and as a table."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from cnncourse import zoo
from cnncourse.architecture import (
    ACTIVATIONS,
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
)
from tests.strategies_architecture import architectures


def small(name="small"):
    conv = Conv2D(2, (3, 1), padding=(1, 1, 0, 0), activation="relu")
    layers = [conv, BatchNorm(), MaxPool2D(2, padding="same"), Flatten(), Dense(3)]
    return Architecture(name, (6, 7, 1), layers, "he_normal")


def changed(**values):
    return json.dumps(json.loads(small().to_json()) | values)


@settings(max_examples=150, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_json_gives_the_same_back(drawn):
    read = Architecture.from_json(drawn.to_json())
    assert read == drawn
    assert hash(read) == hash(drawn)
    assert read.to_json() == drawn.to_json()
    assert read.shapes() == drawn.shapes()


@pytest.mark.parametrize("network", zoo.NETWORKS.values(), ids=zoo.NETWORKS)
def test_the_zoo_survives_json(network):
    assert Architecture.from_json(network.to_json()) == network


def test_every_activation_survives_json():
    network = Architecture("all", (3, 3, 2), ACTIVATIONS.values())
    assert Architecture.from_json(network.to_json()) == network


def test_the_json_is_this():
    assert json.loads(small().to_json()) == {
        "format": "cnncourse architecture",
        "version": 1,
        "name": "small",
        "input_shape": [6, 7, 1],
        "initializer": "he_normal",
        "layers": [
            {
                "layer": "Conv2D",
                "filters": 2,
                "kernel_size": [3, 1],
                "stride": [1, 1],
                "padding": [1, 1, 0, 0],
                "dilation": [1, 1],
                "activation": "relu",
                "use_bias": True,
            },
            {"layer": "BatchNorm", "epsilon": 0.001, "momentum": 0.99},
            {"layer": "MaxPool2D", "size": [2, 2], "stride": [2, 2], "padding": "same"},
            {"layer": "Flatten"},
            {"layer": "Dense", "units": 3, "activation": None, "use_bias": True},
        ],
    }


def test_what_is_left_out_takes_its_default():
    data = json.loads(changed(layers=[{"layer": "Flatten"}, {"layer": "Dense", "units": 3}]))
    del data["initializer"]
    read = Architecture.from_json(json.dumps(data).encode())
    assert read == Architecture("small", (6, 7, 1), [Flatten(), Dense(3)])


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"layer": "Conv2d", "filters": 2}, "unknown layer 'Conv2d' (did you mean 'Conv2D'?); "),
        ({"layer": "Attention"}, "layer 1 is an unknown layer 'Attention'; known layers: Conv2D, "),
        ({"layer": "Layer"}, "unknown layer 'Layer'"),
        ({"layer": "Activation"}, "unknown layer 'Activation'"),
        ({"layer": "_Pool2D"}, "unknown layer '_Pool2D'"),
        ({"layer": "__import__"}, "unknown layer '__import__'"),
        ({"layer": ["Dense"]}, "unknown layer ['Dense']"),
        ({"layer": None}, "unknown layer None"),
        ({"units": 3}, "layer 1 must be an object with a \"layer\" name, got {'units': 3}"),
        ("Flatten", "layer 1 must be an object with a \"layer\" name, got 'Flatten'"),
        (
            {"layer": "MaxPool2D", "sizes": 2},
            "layer 1: MaxPool2D has no field 'sizes' (did you mean 'size'?)",
        ),
        ({"layer": "Flatten", "kind": "conv"}, "layer 1: Flatten has no field 'kind'"),
        ({"layer": "Conv2D", "filters": 3}, "layer 1: Conv2D lacks its field 'kernel_size'"),
        ({"layer": "Dropout", "rate": 1.5}, "layer 1: Dropout: rate must be a number in [0, 1)"),
        ({"layer": "Dense", "units": "3"}, "layer 1: Dense: units must be a whole number"),
    ],
)
def test_an_unknown_layer_or_field_is_refused(layer, message):
    with pytest.raises(ValueError, match="layer 1") as error:
        Architecture.from_json(changed(layers=[layer]))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not an architecture: the text is not JSON"),
        ("[" * 100_000, "not an architecture: the text is not JSON"),
        (None, "not an architecture: the text is not JSON"),
        ("[1]", 'not an architecture: the JSON must say "format": "cnncourse architecture"'),
        (changed(format="keras"), 'the JSON must say "format": "cnncourse architecture"'),
        (changed(version=2), "architecture version must be 1, got 2; update cnncourse"),
        (changed(initialiser="x"), "unknown field 'initialiser' in an architecture (did you mean"),
        (changed(layers=None), "layers must be a list, got None"),
        (changed(layers=[]), "needs at least one layer"),
        (changed(input_shape=[28, 28]), "input_shape must be (height, width, channels)"),
        (changed(name=None), "name must be a non-empty string"),
        (changed(initializer=[]), "initializer must be one of"),
        (changed(input_shape=[6, 1, 1], layers=[{"layer": "MaxPool2D"}]), "layer 1 (pool1"),
        ('{"format": "cnncourse architecture", "version": 1}', "lacks its field 'name'"),
    ],
)
def test_what_is_no_architecture_is_refused(text, message):
    with pytest.raises(ValueError, match="^") as error:
        Architecture.from_json(text)
    assert message in str(error.value)


def test_the_printed_table_is_this():
    network = Architecture(
        "small",
        (6, 6, 1),
        [Conv2D(2, 3, padding="same"), BatchNorm(), MaxPool2D(2), Flatten(), Dense(3)],
    )
    assert str(network) == (
        "small\n"
        "Layer     Description                   Output shape  Parameters  Multiply-adds   Sees\n"
        "--------------------------------------------------------------------------------------\n"
        "input                                   6 x 6 x 1\n"
        "conv1     Conv2D(2, 3, padding='same')  6 x 6 x 2             20            648  3 x 3\n"
        "norm1     BatchNorm()                   6 x 6 x 2              8                 3 x 3\n"
        "pool1     MaxPool2D(2)                  3 x 3 x 2                                4 x 4\n"
        "flatten1  Flatten()                     18                                       4 x 4\n"
        "dense1    Dense(3)                      3                     57             54  6 x 6\n"
        "85 parameters (81 trainable, 4 fixed); 702 multiply-adds and 876 bytes of activations "
        "an image"
    )


def test_large_numbers_are_grouped_and_no_layer_sees_beyond_the_image():
    lines = str(zoo.TWO_CONV).splitlines()
    assert lines[9].split() == (
        ["dense1", "Dense(128,", "activation='relu')", "128", "401,536", "401,408", "28", "x", "28"]
    )
    assert zoo.TWO_CONV.receptive_field()["dense1"].size == (34, 34)


class Cells(HTMLParser):
    """The text of an HTML table, row by row, and the tags it is made of."""

    def __init__(self):
        super().__init__()
        self.rows, self.tags, self.open = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def test_the_notebook_shows_the_same_table():
    cells = Cells()
    cells.feed(small()._repr_html_())
    assert not cells.open
    assert cells.rows[2] == [
        "conv1",
        "Conv2D(2, (3, 1), padding=(1, 1, 0, 0), activation='relu')",
        *("6 x 7 x 2", "8", "252", "3 x 1"),
    ]
    assert [len(row) for row in cells.rows] == [6] * 7


def test_html_in_a_name_stays_text():
    html = small('<script>alert("1 & 2")</script>')._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(&quot;1 &amp; 2&quot;)" in html
    cells = Cells()
    cells.feed(html)
    assert set(cells.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
