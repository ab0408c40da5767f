"""The code that the page shows of what it shows, executed in NumPy, PyTorch and Keras."""

import re

import numpy as np
import pytest

from cnncourse.explorers import EXPLORERS, Convolution, OutputSize, Pooling
from cnncourse.explorers.convolution_kinds import KINDS
from tests.test_explorers.states import in_node, random_settings

DRAWN = 80  # of each explorer
SLUGS = [slug for slug, explorer in EXPLORERS.items() if "code" in explorer.parts]
FRAMEWORKS = ("numpy", "torch", "keras")


def cases_of(slug):
    """Return values at random, every kind of picture but the largest, which takes seconds.

    Where an explorer has kinds they take turns.
    """
    explorer, rng = EXPLORERS[slug], np.random.default_rng(13)
    drawn = [random_settings(explorer, rng) for _ in range(DRAWN)]
    for i, values in enumerate(drawn):
        if slug == "convolution":
            values["kind"] = list(KINDS)[i % len(KINDS)]
        if values.get("image") == "landscape-large":
            values["image"] = "landscape"
    return drawn


@pytest.fixture(scope="module", params=SLUGS)
def written(request, tmp_path_factory):
    """(Python's explorer, the page's source codes) for settings drawn at random."""
    slug, explorer = request.param, EXPLORERS[request.param]
    cases = [{"slug": slug, "values": values} for values in cases_of(slug)]
    found = in_node(cases, tmp_path_factory.mktemp("code"), "code.mjs")
    made = [explorer(**case["values"]) for case in cases]
    return list(zip(made, found, strict=True))


def output_of(code):
    """Return the array that a source code makes, run by itself."""
    namespace = {"__name__": "shown"}
    exec(compile(code, "shown.py", "exec"), namespace)
    return np.asarray(namespace["output"])


def expected_of(explorer):
    """Return what the explorer shows: its map, or along one direction the sum of each window."""
    if not isinstance(explorer, OutputSize):
        return explorer.output
    row = np.arange(float(explorer.size))
    taps = np.arange(explorer.kernel_size) * explorer.dilation
    seen = explorer.results["starts"][:, None] + taps
    return np.where((seen >= 0) & (seen < explorer.size), row[seen % explorer.size], 0).sum(axis=1)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_code_runs_and_gives_what_is_shown(written, framework):
    if framework != "numpy":
        pytest.importorskip(framework)
    fitting = [(one, codes[framework]) for one, codes in written if not one.problem]
    assert len(fitting) > DRAWN // 3
    for one, code in fitting:
        found, expected = output_of(code), expected_of(one)
        assert found.shape == expected.shape, (one, code)
        # Keras pools in float32 whatever it is given.
        assert np.abs(found - expected).max() <= 1e-5 * max(1, np.abs(expected).max()), (one, code)


def test_it_is_one_line_of_the_framework_that_is_named(written):
    calls = {"numpy": "windows|image|full", "torch": "F\\.|sums", "keras": "keras\\.ops|x\\["}
    for one, codes in written:
        for framework in FRAMEWORKS:
            lines = codes[framework].splitlines()
            if one.problem:
                assert lines == [f"# No code: {one.problem}"]
                continue
            assert [line for line in lines if line.startswith("output")] == lines[-1:]
            assert re.match(f"output = .*({calls[framework]})", lines[-1]), lines[-1]
            assert not re.search("NaN|undefined|Infinity", codes[framework])


def test_the_line_says_what_is_set(tmp_path):
    settings = {"stride": 2, "dilation": 1, "padding": 1, "image": "boot"}
    cases = [
        {"slug": "convolution", "values": Convolution(**settings).values},
        {"slug": "pooling", "values": Pooling(image="boot", padding_kind="same").values},
        {"slug": "output-size", "values": OutputSize(stride=2, padding_kind="same").values},
    ]
    convolution, pooling, row = (codes for codes in in_node(cases, tmp_path, "code.mjs"))
    last = {name: code.splitlines()[-1] for name, code in convolution.items() if name != "problem"}
    assert last == {
        "numpy": 'output = np.einsum("yxcij,ijc->yx", windows, kernel)',
        "torch": "output = F.conv2d(x, w, stride=2, padding=1)[0, 0]",
        "keras": "output = keras.ops.conv(x, w, strides=2)[0, ..., 0]",
    }
    assert pooling["torch"].endswith("\noutput = F.max_pool2d(x, 2, 2)[0, 0]\n")
    assert row["keras"].endswith(
        '\noutput = keras.ops.conv(x, w, strides=2, padding="same")[0, :, 0]\n'
    )


def test_the_line_of_each_kind_is_the_frameworks_own(tmp_path):
    kinds = [
        Convolution(image="landscape", kind="depthwise", padding=1),
        Convolution(image="landscape", kind="1x1"),
        Convolution(kind="transposed", stride=2, padding=1),
        Convolution(kind="transposed", stride=2, padding_kind="same"),
    ]
    cases = [{"slug": "convolution", "values": one.values} for one in kinds]
    depthwise, pointwise, stamped, same = in_node(cases, tmp_path, "code.mjs")
    lines = [
        (depthwise["torch"], "F.conv2d(x, w, padding=1, groups=3)[0].permute(1, 2, 0)"),
        (depthwise["keras"], "keras.ops.depthwise_conv(x, w)[0]"),
        (pointwise["torch"], "F.conv2d(x, w)[0, 0]"),
        (stamped["torch"], "F.conv_transpose2d(x, w, stride=2, padding=1)[0, 0]"),
        (stamped["keras"], "keras.ops.conv_transpose(x, w, strides=2)[0, 1:56, 1:56, 0]"),
        (same["keras"], 'keras.ops.conv_transpose(x, w, strides=2, padding="same")[0, ..., 0]'),
        (same["torch"], "F.conv_transpose2d(x, w, stride=2)[0, 0, 0:56, 0:56]"),
    ]
    for code, line in lines:
        assert code.endswith(f"\noutput = {line}\n"), code
