"""What the engine tells the page: measured, drawn and refused, and when it stops."""

from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, ops, reference
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, GlobalAvgPool2D, MaxPool2D
from cnncourse.recipe.augmentation import move
from tests.test_explorers.training import NETWORKS, encode, node, plain

RUNNER = Path(__file__).with_name("training_session.mjs")
SMALL = Architecture(
    "small",
    (28, 28, 1),
    [Conv2D(4, 5, activation="relu"), MaxPool2D(4), Flatten(), Dense(10)],
    "fan_in_uniform",
)
IMAGES, VALIDATION = 120, 50
DRAIN = {"drain": True}


@pytest.fixture(scope="module")
def mini():
    return datasets.load("fashion-mnist-mini")


def part(split, count):
    images, labels = split.images[:count], split.labels[:count]
    return {"images": encode(images, "u1"), "labels": labels.tolist()}


@pytest.fixture(scope="module")
def opened(mini):
    """Return the message that opens a network; changes are made to its fields."""

    def made(network=SMALL, settings=None, **changes):
        given = {"batch_size": 10, "learning_rate": 0.05} | (settings or {})
        fields = {"architecture": plain(network), "seed": 1, "run": 1}
        fields |= {"training": part(mini.train, IMAGES), "settings": given}
        fields |= {"validation": part(mini.test, VALIDATION)}
        return {"type": "open"} | fields | changes

    return made


def play(folder, *acts, clock=1):
    """Return what the engine told, when it was told this."""
    (told,) = node(folder, RUNNER, plays=[{"clock": clock, "acts": acts}])["plays"]
    return told


def of(told, kind):
    return [one for one in told if one["type"] == kind]


def losses(told):
    """All losses that were told, by the step."""
    found = {}
    for report in of(told, "report"):
        assert report["step"] - report["from"] == len(report["losses"])
        found |= {report["from"] + i: loss for i, loss in enumerate(report["losses"])}
    return found


def weights_of(message):
    return {name: np.float32(array) for name, array in message["arrays"].items()}


def test_a_network_is_told_with_its_layers_and_measured_before_its_first_step(tmp_path, opened):
    told = play(tmp_path, opened(), DRAIN)
    assert [one["type"] for one in told] == ["opened", "report", "measured", "state"]
    first = told[0]
    assert first["parameters"] == SMALL.parameters().total
    assert [one["name"] for one in first["layers"]] == ["conv1", "pool1", "flatten1", "dense1"]
    assert first["layers"][0]["shape"] == [24, 24, 4]
    assert first["arrays"]["dense1/weights"] == [144, 10]
    assert (first["step"], first["points"]) == (0, [0])
    assert (told[1]["losses"], told[1]["gradients"]) == ([], [])


@pytest.mark.parametrize("network", [SMALL, *NETWORKS.values()], ids=lambda one: one.name)
def test_what_is_measured_is_what_the_reference_finds(network, tmp_path, opened, mini):
    settings = {"images": 30, "dropout": 0.5, "validation_shift": 3}
    acts = [opened(network, settings, wrong=100), {"type": "step", "count": 3}, DRAIN]
    acts += [{"type": "weights"}, {"type": "look", "image": encode(mini.test.images[31], "u1")}]
    told = play(tmp_path, *acts)
    arrays = weights_of(of(told, "weights")[-1])
    shapes = network.weight_shapes()
    weights = {k: a.reshape(shapes[k]).astype(float) for k, a in arrays.items()}
    measured = of(told, "measured")[-1]
    assert measured["step"] == 3
    right = np.tile([0, 3, 0], (VALIDATION, 1))
    moved = move(mini.test.images[:VALIDATION], right)
    sets = {
        "training": (mini.train.images[:30], mini.train.labels[:30]),
        "validation": (moved, mini.test.labels[:VALIDATION]),
    }
    for name, (images, labels) in sets.items():
        logits = reference.forward(network, weights, images / 255)
        found = measured[name]
        assert found["loss"] == pytest.approx(ops.cross_entropy(logits, labels), abs=1e-5)
        assert found["accuracy"] == pytest.approx(np.mean(logits.argmax(1) == labels))
        assert found["count"] == len(images)
    each = -ops.log_softmax(logits)[np.arange(VALIDATION), labels]
    wrong = [i for i in np.argsort(-each, kind="stable") if logits[i].argmax() != labels[i]]
    assert [one["index"] for one in measured["wrong"]] == wrong
    assert [one["label"] for one in measured["wrong"]] == labels[wrong].tolist()
    assert [one["predicted"] for one in measured["wrong"]] == logits[wrong].argmax(1).tolist()
    inside = reference.activations(network, weights, moved / 255)
    for one in measured["dead"]:
        alive = (inside[one["name"]] > 0).reshape(-1, inside[one["name"]].shape[-1]).any(axis=0)
        assert one["share"] == pytest.approx(1 - alive.mean())
    assert [one["name"] for one in measured["dead"]] == [
        step.name
        for step in network.named_layers()
        if getattr(step.layer, "activation", 0) == "relu"
    ]
    maps = of(told, "maps")[-1]
    for layer in maps["layers"]:
        expected = reference.activations(network, weights, mini.test.images[31:32] / 255)
        np.testing.assert_allclose(
            layer["values"], expected[layer["name"]].ravel(), atol=1e-4, err_msg=layer["name"]
        )
    np.testing.assert_allclose(maps["probabilities"], ops.softmax(maps["logits"]), atol=1e-6)
    assert maps["predicted"] == int(np.argmax(maps["logits"]))


@pytest.mark.parametrize("network", [SMALL, NETWORKS["dense"]], ids=lambda one: one.name)
def test_kernels_and_the_sizes_of_gradients_are_those_of_the_last_step(
    network, tmp_path, opened, mini
):
    settings = {"batch_size": IMAGES, "learning_rate": 0.1}
    told = play(tmp_path, opened(network, settings), {"type": "step"}, DRAIN, {"type": "weights"})
    before = network.initial_weights(1)
    pixels = mini.train.images[:IMAGES].astype(np.float32) / 255
    labels = mini.train.labels[:IMAGES]
    _, gradients = reference.loss_and_gradients(network, before, pixels, labels)
    report = of(told, "report")[-1]
    for name in dict.fromkeys(key.partition("/")[0] for key in gradients):
        own = np.concatenate([g.ravel() for k, g in gradients.items() if k.startswith(name + "/")])
        start = np.concatenate([g.ravel() for k, g in before.items() if k.startswith(name + "/")])
        (found,) = [one["size"] for one in report["gradients"] if one["name"] == name]
        assert found == pytest.approx(np.sqrt(np.mean(own**2)), rel=1e-4)
        (share,) = [one["share"] for one in report["updates"] if one["name"] == name]
        expected = 0.1 * np.linalg.norm(own) / np.linalg.norm(start)
        assert share == pytest.approx(expected, rel=1e-3)
    kernels, arrays = report["kernels"], of(told, "weights")[-1]["arrays"]
    if network is SMALL:
        assert kernels["values"] == arrays["conv1/kernels"]
        assert [kernels[k] for k in ("height", "width", "channels", "filters")] == [5, 5, 1, 4]
    else:
        units = np.reshape(arrays["dense1/weights"], (784, 128))[:, :16]
        np.testing.assert_array_equal(np.reshape(kernels["values"], (784, 16)), units)


def test_an_earlier_point_is_gone_back_to_exactly(tmp_path, opened):
    lively = {"optimizer": "adam", "learning_rate": 0.003, "dropout": 0.3, "shift": 2}
    whole = {"type": "step", "count": 57}
    acts = [opened(NETWORKS["B-relu"], lively), whole, DRAIN, {"type": "weights"}]
    acts += [{"type": "back", "step": 25}, DRAIN, {"type": "step", "count": 37}, DRAIN]
    told = play(tmp_path, *acts, {"type": "weights"}, {"type": "back", "step": 0}, DRAIN)
    (start,) = [i for i, one in enumerate(told) if one["type"] == "back" and one["asked"] == 25]
    assert told[start]["step"] == 20
    assert told[start]["points"] == [0, 10, 20, 30, 40, 50, 57]  # until the next step is taken
    taken = [one for one in of(told[start:], "report") if one["losses"]]
    assert taken[0]["points"] == [0, 10, *range(20, taken[0]["step"] + 1, 10)]
    first, again = losses(told[:start]), losses(told[start:])
    assert again == {step: loss for step, loss in first.items() if step >= 20}
    one, other = of(told, "weights")
    assert one["arrays"] == other["arrays"]
    assert (one["step"], other["step"]) == (57, 57)
    measured = {}
    for found in of(told, "measured"):
        kept = measured.setdefault(found["step"], found["validation"])
        assert kept == found["validation"], found["step"]
    assert set(measured) >= {0, 20, 57}


def test_what_lies_beyond_can_be_gone_to_until_a_step_is_taken(tmp_path, opened):
    lively = {"optimizer": "adam", "learning_rate": 0.003}
    weights = {"type": "weights"}
    acts = [opened(settings=lively), {"type": "step", "count": 33}, DRAIN, weights]
    acts += [{"type": "back", "step": 10}, DRAIN, {"type": "pause"}, DRAIN, {"type": "keep"}]
    acts += [{"type": "back", "step": 1e9}, DRAIN, weights, {"type": "back", "step": 10}, DRAIN]
    told = play(tmp_path, *acts, {"type": "step"}, DRAIN, {"type": "back", "step": 33}, DRAIN)
    assert [one["step"] for one in of(told, "back")] == [10, 33, 10, 11]
    one, other = of(told, "weights")
    assert one["arrays"] == other["arrays"]
    assert of(told, "back")[-1]["points"] == [0, 10, 11]


def test_a_run_that_is_led_back_can_be_taken_up_where_it_stood(tmp_path, opened):
    acts = [opened(), DRAIN, {"type": "run"}, {"slice": 60}, {"piece": 1}]
    acts += [{"type": "back", "step": 0}, DRAIN, {"type": "back", "step": 1e9}, DRAIN]
    told = play(tmp_path, *acts)
    (stood,) = of(told, "rest")
    assert 0 < stood["step"] == of(told, "back")[-1]["step"]
    assert sorted(losses(told)) == list(range(stood["step"])), "no loss is left out"


def test_points_are_thinned_out_but_those_that_are_kept(tmp_path, opened):
    acts = [opened(settings={"batch_size": 1}), {"type": "step", "count": 35}, DRAIN]
    acts += [{"type": "keep"}, {"type": "step", "count": 700}, DRAIN]
    points = of(play(tmp_path, *acts), "state")[-1]["points"]
    assert len(points) <= 26
    assert {0, 35, 735} <= set(points)
    assert points == sorted(set(points))


def test_what_is_kept_later_takes_the_place_of_what_was_kept_before(tmp_path, opened):
    acts = [opened(settings={"batch_size": 1})]
    for _ in range(10):
        acts += [{"type": "step", "count": 35}, DRAIN, {"type": "keep"}]
    told = play(tmp_path, *acts, {"type": "step", "count": 900}, DRAIN)
    assert of(told, "error") == []
    points = of(told, "state")[-1]["points"]
    assert len(points) <= 26
    assert set(range(35, 351, 35)) & set(points) == {350}


def test_who_goes_step_by_step_goes_back_step_by_step(tmp_path, opened):
    by_step = [{"type": "step"}, DRAIN] * 40
    told = play(tmp_path, opened(), DRAIN, *by_step, {"type": "back", "step": 36}, DRAIN)
    assert len(of(told, "state")[-2]["points"]) <= 26
    (back,) = of(told, "back")
    assert (back["asked"], back["step"]) == (36, 36)
    assert back["points"][0] == 0


def test_what_is_set_during_a_step_waits_for_the_next(tmp_path, opened):
    large = opened(settings={"batch_size": 100})
    slow = {"type": "set", "settings": {"learning_rate": 1e-9}}
    plainly = play(tmp_path, large, DRAIN, {"type": "step", "count": 3}, DRAIN)
    piece = {"slice": 1, "piece": 1}
    acts = [large, DRAIN, {"type": "step", "count": 3}, piece, slow, DRAIN]
    changed = play(tmp_path, *acts)
    assert of(changed, "rest")[0]["step"] == 0, "the first step is on its way"
    one, other = losses(plainly), losses(changed)
    assert one[0] == other[0]
    assert one[1] == other[1]  # the first step was taken at its own rate
    assert one[2] != other[2]


def test_a_pause_leaves_a_step_half_way_and_nothing_is_lost_by_it(tmp_path, opened):
    large = opened(settings={"batch_size": 100})
    acts = [large, DRAIN, {"type": "run"}, {"slice": 2, "piece": 1}, {"type": "pause"}, DRAIN]
    told = play(tmp_path, *acts, {"piece": 1}, {"type": "step", "count": 2}, DRAIN)
    rests = of(told, "rest")
    assert [(one["busy"], one["step"]) for one in rests] == [(True, 0), (False, 0)]
    plainly = play(tmp_path, large, DRAIN, {"type": "step", "count": 2}, DRAIN)
    assert losses(told) == losses(plainly)


def test_one_pass_ends_with_the_images(tmp_path, opened):
    acts = [opened(settings={"batch_size": 50}), {"type": "step"}, DRAIN, {"type": "epoch"}, DRAIN]
    told = play(tmp_path, *acts)
    last = of(told, "report")[-1]
    assert (last["step"], last["epoch"], last["share"]) == (3, 1, 0)
    assert [n for report in of(told, "report") for n in report["seen"]] == [50, 50, 20]
    assert of(told, "measured")[-1]["step"] == 3


def test_a_hidden_page_waits_and_then_goes_on(tmp_path, opened):
    hidden = [{"type": "hidden", "hidden": True}, {"slice": 50}, {"piece": 1}]
    acts = [opened(), DRAIN, {"type": "run"}, {"slice": 50}, {"piece": 1}, *hidden, {"slice": 50}]
    acts += [{"piece": 1}, {"type": "hidden", "hidden": False}, {"slice": 50}, {"piece": 1}]
    rests = of(play(tmp_path, *acts), "rest")
    assert [one["busy"] for one in rests] == [True, False, False, True]
    steps = [one["step"] for one in rests]
    assert 0 < steps[0] == steps[1] == steps[2] < steps[3]


def test_reports_come_at_most_thirty_times_a_second(tmp_path, opened):
    acts = [
        opened(settings={"batch_size": 1}),
        {"type": "look", "image": encode(np.zeros(784), "u1")},
    ]
    told = play(tmp_path, *acts, {"type": "step", "count": 600}, DRAIN, clock=0.5)
    reports = of(told, "report")[1:-1]
    gaps = np.diff([one["now"] for one in reports])
    assert len(gaps) > 10
    assert gaps.min() > 1000 / 30
    kernels = [one["now"] for one in reports if "kernels" in one]
    assert len(kernels) > 2
    assert np.diff(kernels).min() >= 200
    assert len(of(told, "maps")) < len(reports)
    assert sorted(losses(told)) == list(range(600)), "every step is told once"


def test_a_rate_that_is_too_high_ends_the_run_in_words(tmp_path, opened):
    wild = {"learning_rate": 900, "momentum": 0.9}
    acts = [opened(NETWORKS["B"]), {"type": "step", "count": 12}, DRAIN]
    acts += [{"type": "set", "settings": wild}, {"type": "run"}, DRAIN, {"type": "run"}, DRAIN]
    acts += [{"type": "range"}, {"type": "keep"}, DRAIN, {"type": "back", "step": 10}, DRAIN]
    gentle = {"learning_rate": 0.01, "momentum": 0}
    acts += [{"type": "set", "settings": gentle}, {"type": "step", "count": 2}, DRAIN]
    told = play(tmp_path, *acts)
    first, second = of(told, "diverged")
    assert first["words"] == second["words"]
    assert "lower the learning rate (now 900)" in first["words"]
    assert "NaN" in first["words"] or "infinite" in first["words"] or "Infinity" in first["words"]
    assert [one["about"] for one in of(told, "error")] == ["range", "keep"]
    last = of(told, "measured")[-1]
    assert last["step"] == 12
    assert np.isfinite(last["validation"]["loss"])
    assert told[-1]["type"] == "state"
    assert not told[-1]["running"]


TINY = [Flatten(), Dense(3)]
HOSTILE = [
    (None, "engine", "reading 'type'"),
    ({"odd": 7}, "engine", "nothing that can be asked"),
    ({"type": "constructor"}, "constructor", "nothing that can be asked"),
    ({"type": "step", "count": -1}, "step", "at least 1, got -1"),
    ({"type": "step", "count": "3"}, "step", "at least 1, got 3"),
    ({"type": "back", "step": "x"}, "back", "at least 0, got x"),
    ({"type": "look", "image": encode(np.zeros(5), "u1")}, "look", "784 levels"),
    ({"type": "look", "image": {"odd": 1}}, "look", "784 levels"),
    ({"type": "range", "low": 1, "high": 0.1}, "range", "from a rate above 0 to a higher one"),
    ({"type": "range", "steps": 1e9}, "range", "5 to 1000 steps"),
    ({"type": "set", "settings": {"learning_rate": -1}}, "set", "above 0, at most 1000, got -1"),
    ({"type": "set", "settings": {"learning_rate": None}}, "set", "above 0"),
    ({"type": "set", "settings": {"momentum": 1}}, "set", "below 1, got 1"),
    ({"type": "set", "settings": {"batch_size": 2.5}}, "set", "from 1 to 500, got 2.5"),
    ({"type": "set", "settings": {"images": 121}}, "set", "from 1 to 120, got 121"),
    ({"type": "set", "settings": {"optimizer": "rmsprop"}}, "set", '"sgd" or "adam"'),
    ({"type": "set", "settings": {"toString": 1}}, "set", 'no setting "toString"'),
]


@pytest.mark.parametrize(("act", "about", "words"), HOSTILE)
def test_what_cannot_be_is_refused_in_words_and_the_run_goes_on(
    act, about, words, tmp_path, opened
):
    told = play(tmp_path, opened(), DRAIN, act, DRAIN, {"type": "step", "count": 2}, DRAIN)
    (found,) = of(told, "error")
    if about != "engine":
        assert found["about"] == about
    assert words in found["words"]
    assert len(losses(told)) == 2


def layers(*given):
    return plain(Architecture("odd", (28, 28, 1), [*given]))


def broken(mini):
    """Messages that open nothing, and what is said of them."""
    good = part(mini.train, 20)
    far = plain(SMALL)
    far["layers"][0]["stride"] = [2, 2]
    norm = plain(SMALL)
    norm["layers"].insert(1, {"layer": "BatchNorm"})
    he = plain(SMALL) | {"initializer": "he_normal"}
    large = plain(Architecture("large", (28, 28, 1), [Flatten(), Dense(9000), Dense(10)]))
    return [
        ({"architecture": None}, "input_shape"),
        ({"architecture": far}, "only stride 1"),
        ({"architecture": norm}, "BatchNorm, is not trained here"),
        ({"architecture": he}, '"he_normal" are not drawn here'),
        ({"architecture": large}, "at most 3000000"),
        ({"architecture": layers(Conv2D(2, 3))}, "one number for each class"),
        ({"architecture": layers(GlobalAvgPool2D())}, "one number for each class"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"weights": {}}, "100 numbers under conv1/kernels"),
        ({"training": None}, "training must hold images and labels"),
        ({"training": good | {"labels": [1, 2]}}, "2 labels need 2 images"),
        ({"training": good | {"labels": [10] * 20}}, "got the label 10"),
        ({"validation": {"images": "", "labels": []}}, "validation"),
        ({"settings": {"images": 3, "shift": 99}}, "shift must be a whole number"),
    ]


def test_a_network_that_cannot_be_opened_is_refused_in_words(tmp_path, opened, mini):
    for changes, words in broken(mini):
        told = play(tmp_path, opened(**changes), DRAIN, {"type": "run"}, {"slice": 5})
        assert words in of(told, "error")[0]["words"], changes
    told = play(tmp_path, {"type": "run"}, {"type": "pause"}, {"type": "back", "step": 1})
    assert {one["words"] for one in of(told, "error")} == {"no network has been opened"}


def test_answers_belong_to_the_newest_opening(tmp_path, opened):
    acts = [opened(), {"type": "run", "run": 1}, {"slice": 40}, opened(run=2), DRAIN]
    told = play(tmp_path, *acts, {"type": "run", "run": 1}, {"piece": 1})
    (second,) = [i for i, one in enumerate(told) if one["type"] == "opened" and one["run"] == 2]
    assert all(one["run"] == 2 for one in told[second:] if one["type"] != "rest")
    assert not of(told, "rest")[0]["busy"]


def test_the_memory_is_flat_over_ten_thousand_steps(tmp_path, opened):
    network, settings = NETWORKS["B"], {"batch_size": 1, "learning_rate": 0.002}
    asked = {"open": opened(network, settings), "thousands": 10, "steps": 1000}
    found = node(tmp_path, RUNNER, flat=asked)["flat"]
    held = found["held"]
    assert found["step"] == 10_000
    assert found["reports"] > 20
    heap = [one["heapUsed"] for one in held]
    # What is held falls once the scripts are compiled; a leak is what it grows by.
    assert heap[-1] - min(heap[2:]) < 200_000
    point = 3 * 4 * network.parameters().total  # weights and two moments, in bytes
    rest = [one["arrayBuffers"] - point * one["points"] for one in held]
    assert max(rest[2:]) - min(rest[2:]) < 300_000
    assert max(one["points"] for one in held) <= 25


@pytest.mark.parametrize("kind", ["worker", "refused", "dead"])
def test_the_engine_as_shipped_learns_in_a_worker_and_where_there_is_none(kind, tmp_path, opened):
    given = opened()
    shipped = Path(__file__).with_name("training_shipped.mjs")
    found = node(tmp_path, shipped, open=given, kind=kind)
    assert found["inPage"] == (kind != "worker")
    assert "error" not in found["told"]
    assert found["still"] == [0] * 20, "steps were taken while the page was hidden"
    assert found["left"] == []
    plainly = play(tmp_path, given, {"type": "step", "count": 12}, DRAIN)
    assert found["losses"] == pytest.approx([*losses(plainly).values()], abs=0)
