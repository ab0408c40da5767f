"""Recipe and History: what they take, the orders and rates they give, their JSON."""

import json
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.recipe import History, Recipe, augmentation, precision


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 4), st.integers(0, 9))
def test_an_epoch_is_every_image_once(n, batch_size, epoch, seed):
    recipe = Recipe(batch_size=batch_size, seed=seed)
    batches = [*recipe.batches(n, epoch)]
    assert len(batches) == recipe.steps(n)
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= batch_size
    assert all(batch.dtype == np.int64 for batch in batches)
    assert sorted(np.concatenate(batches)) == [*range(n)]
    again = [*replace(recipe).batches(n, epoch)]
    assert all((a == b).all() for a, b in zip(batches, again, strict=True))


def test_orders_differ_by_epoch_and_seed_and_may_be_left():
    orders = {
        tuple(np.concatenate([*Recipe(seed=seed).batches(50, epoch)]))
        for seed in (0, 1)
        for epoch in (0, 1)
    }
    assert len(orders) == 4
    kept = Recipe(shuffle=False, batch_size=4).batches(9, epoch=3)
    assert [batch.tolist() for batch in kept] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]


def test_an_order_draws_from_no_global_state():
    np.random.seed(0)  # noqa: NPY002
    first = [*Recipe().batches(9, 0)]
    np.random.seed(1)  # noqa: NPY002
    assert all((a == b).all() for a, b in zip(first, Recipe().batches(9, 0), strict=True))


def test_schedules_by_hand():
    def rates(schedule):
        recipe = Recipe(learning_rate=0.8, batch_size=2, epochs=2, schedule=schedule)
        return np.concatenate([recipe.rates(4, epoch) for epoch in (0, 1)])

    assert rates("constant").tolist() == [0.8] * 4
    assert rates("linear") == pytest.approx([0.8, 0.6, 0.4, 0.2])
    half = np.sqrt(0.5)
    assert rates("cosine") == pytest.approx([0.8, 0.4 * (1 + half), 0.4, 0.4 * (1 - half)])


def test_a_warmup_by_hand():
    def rates(schedule, warmup, steps=8):
        recipe = Recipe(learning_rate=0.8, batch_size=2, epochs=2, schedule=schedule, warmup=warmup)
        return np.concatenate([recipe.rates(steps, epoch) for epoch in (0, 1)])

    assert rates("linear", 0.5) == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.6, 0.4, 0.2])
    assert rates("constant", 0.25) == pytest.approx([0.4] + [0.8] * 7)
    half = np.sqrt(0.5)
    cosine = [0.2, 0.4, 0.6, 0.8, 0.8, 0.4 * (1 + half), 0.4, 0.4 * (1 - half)]
    assert rates("cosine", 0.5) == pytest.approx(cosine)
    # Less than one step of warmup is none.
    assert rates("linear", 0.1) == pytest.approx(rates("linear", 0.0), abs=0.1)


def run_of(recipe, steps):
    return np.concatenate([recipe.rates(steps, epoch) for epoch in range(recipe.epochs)])


def test_steps_by_hand():
    recipe = Recipe(learning_rate=0.8, batch_size=2, epochs=5, schedule="step", step_epochs=2)
    assert run_of(recipe, 4) == pytest.approx([0.8] * 4 + [0.08] * 4 + [0.008] * 2)
    halved = replace(recipe, step_epochs=3, step_factor=0.5)
    assert run_of(halved, 4) == pytest.approx([0.8] * 6 + [0.4] * 4)
    # The warm-up rises; the drops keep their places.
    risen = replace(halved, warmup=0.4)
    assert run_of(risen, 4) == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4])


@pytest.mark.parametrize(
    ("warmup", "steps", "epochs"), [(0.3, 7, 3), (0.5, 10, 1), (0.25, 8, 2), (0.1, 20, 2)]
)
def test_one_cycle_is_that_of_pytorch(warmup, steps, epochs):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 1)
    total = steps * epochs
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 0.8, total_steps=total, pct_start=warmup, cycle_momentum=False
    )
    wanted = []
    for _ in range(total):
        wanted.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(wanted) < total:
            theirs.step()
    recipe = Recipe(
        learning_rate=0.8, batch_size=1, epochs=epochs, schedule="one-cycle", warmup=warmup
    )
    np.testing.assert_allclose(run_of(recipe, steps), wanted, rtol=1e-12)


@pytest.mark.parametrize("epochs", [1, 5, 7])
def test_steps_are_those_of_pytorch(epochs):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 0.8)
    theirs = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.2)
    wanted = []
    for _ in range(epochs):
        wanted += [optimizer.param_groups[0]["lr"]] * 4
        optimizer.step()
        theirs.step()
    recipe = Recipe(
        learning_rate=0.8,
        batch_size=1,
        epochs=epochs,
        schedule="step",
        step_epochs=3,
        step_factor=0.2,
    )
    np.testing.assert_allclose(run_of(recipe, 4), wanted, rtol=1e-12)


def test_moves_by_hand():
    image = np.arange(1, 7, dtype=np.uint8).reshape(1, 2, 3, 1)
    for (down, right, mirrored), expected in (
        ((0, 0, 0), [[1, 2, 3], [4, 5, 6]]),
        ((1, 0, 0), [[0, 0, 0], [1, 2, 3]]),
        ((-1, 1, 0), [[0, 4, 5], [0, 0, 0]]),
        ((0, 0, 1), [[3, 2, 1], [6, 5, 4]]),
        ((0, -2, 1), [[1, 0, 0], [4, 0, 0]]),
        ((5, -7, 1), [[0, 0, 0], [0, 0, 0]]),
    ):
        moved = augmentation.move(image, np.array([[down, right, mirrored]]))
        assert moved[0, :, :, 0].tolist() == expected
        assert moved.dtype == np.uint8


def test_moves_are_drawn_anew_each_epoch_and_evenly():
    recipe = Recipe(seed=3, shift=2, flip=True)
    moves = recipe.moves(5000, 0)
    assert (moves == replace(recipe).moves(5000, 0)).all()
    assert (moves != recipe.moves(5000, 1)).any()
    assert (moves != replace(recipe, seed=4).moves(5000, 0)).any()
    for column in (0, 1):
        values, counts = np.unique(moves[:, column], return_counts=True)
        assert values.tolist() == [-2, -1, 0, 1, 2]
        # 1000 of each are expected; five standard deviations.
        assert np.abs(counts - 1000).max() < 5 * np.sqrt(5000 * 0.2 * 0.8)
    assert abs(moves[:, 2].mean() - 0.5) < 5 * 0.5 / np.sqrt(5000)
    assert Recipe().moves(10, 0) is None
    assert (Recipe(flip=True).moves(10, 0)[:, :2] == 0).all()
    assert (Recipe(shift=1).moves(10, 0)[:, 2] == 0).all()


@pytest.mark.parametrize(
    ("asked", "dtype", "multiply_adds", "available", "expected"),
    [
        ("auto", "float32", 1_000_000, True, "bfloat16"),
        ("auto", "float32", 999_999, True, "float32"),
        ("auto", "float32", 10**9, False, "float32"),
        ("auto", "float64", 10**9, True, "float64"),
        ("float32", "float32", 10**9, True, "float32"),
        ("float32", "float64", 10**9, True, "float64"),
        ("bfloat16", "float32", 1, False, "bfloat16"),
    ],
)
def test_which_precision_a_step_takes(asked, dtype, multiply_adds, available, expected):
    given = {"dtype": dtype, "multiply_adds": multiply_adds, "available": available}
    assert precision.resolve(asked, **given) == expected


def test_a_float64_model_has_no_mixed_precision():
    with pytest.raises(ValueError, match='"bfloat16" is for float32 models, this one is float64'):
        precision.resolve("bfloat16", dtype="float64", multiply_adds=1, available=True)


def test_numbers_are_kept_plain():
    recipe = Recipe(
        learning_rate=np.float32(0.5), batch_size=np.int64(8), epochs=np.int32(2), seed=np.uint8(3)
    )
    assert recipe == Recipe(learning_rate=0.5, batch_size=8, epochs=2, seed=3)
    assert Recipe(**json.loads(json.dumps(recipe.as_dict()))) == recipe
    with pytest.raises(FrozenInstanceError):
        recipe.seed = 4


def test_float32_numbers():
    recipe = Recipe("adamw", 1e-3, weight_decay=0.1).in_float32()
    assert recipe.beta_2 == float(np.float32(0.999)) != 0.999
    assert recipe.learning_rate == float(np.float32(1e-3))
    assert recipe.in_float32() == recipe


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"optimizer": "rmsprop"}, "optimizer must be one of sgd, adam, adamw, got 'rmsprop'"),
        (
            {"schedule": "steps"},
            "schedule must be one of constant, step, linear, cosine, one-cycle",
        ),
        ({"schedule": "step"}, r'schedule="step" needs step_epochs, .*; give step_epochs=5'),
        (
            {"step_epochs": 2},
            r'step_epochs \(=2\) belongs to .*"step"; use .* instead of .constant',
        ),
        (
            {"schedule": "step", "step_epochs": 0},
            "step_epochs must be a whole number of at least 1",
        ),
        ({"step_factor": 1}, r"step_factor must be a number in \(0, 1\), got 1"),
        ({"schedule": "one-cycle"}, r'schedule="one-cycle" rises over the warmup, .*warmup=0.3'),
        ({"learning_rate": 0}, r"learning_rate must be a number in \(0, inf\), got 0"),
        ({"learning_rate": -1e-3}, "got -0.001"),
        ({"learning_rate": float("nan")}, "got nan"),
        ({"learning_rate": float("inf")}, "got inf"),
        ({"learning_rate": 1e-60}, "got 1e-60"),
        ({"learning_rate": 1e60}, "got 1e\\+60"),
        ({"learning_rate": "0.1"}, "got '0.1'"),
        ({"learning_rate": True}, "got True"),
        ({"optimizer": "sgd", "momentum": 1}, r"momentum must be a number in \[0, 1\), got 1"),
        ({"beta_2": 1 - 1e-12}, "beta_2"),
        ({"epsilon": 0}, r"epsilon must be a number in \(0, inf\)"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, "got 2.5"),
        ({"epochs": True}, "epochs must be a whole number of at least 1, got True"),
        ({"seed": -1}, "seed must be a whole number of at least 0, got -1"),
        ({"patience": 0}, "patience must be a whole number of at least 1, got 0"),
        ({"momentum": 0.9}, r"momentum \(=0.9\) belongs to sgd; adam has beta_1"),
        ({"optimizer": "sgd", "nesterov": True}, "nesterov needs momentum above 0"),
        ({"weight_decay": 0.1}, r"weight_decay \(=0.1\) belongs to adamw.*instead of 'adam'"),
        ({"shuffle": 1}, "shuffle must be True or False, got 1"),
        ({"warmup": 1}, r"warmup must be a number in \[0, 1\), got 1"),
        ({"label_smoothing": -0.1}, r"label_smoothing must be a number in \[0, 1\), got -0.1"),
        ({"shift": 1.5}, "shift must be a whole number of at least 0, got 1.5"),
        ({"rotation": 181}, r"rotation must be a number in \[0, 180\], got 181"),
        ({"rotation": -1}, r"rotation must be a number in \[0, 180\], got -1"),
        ({"rotation": True}, r"rotation must be a number in \[0, 180\], got True"),
        ({"crop": 0}, r"crop must be a number in \(0, 1\], got 0"),
        ({"crop": 1.01}, r"crop must be a number in \(0, 1\], got 1.01"),
        ({"brightness": 1.2}, r"brightness must be a number in \[0, 1\], got 1.2"),
        ({"cutout": 2.5}, "cutout must be a whole number of at least 0, got 2.5"),
        ({"mixup": -0.1}, r"mixup must be a number in \[0, inf\), got -0.1"),
        ({"flip": 1}, "flip must be True or False, got 1"),
        ({"precision": "float16"}, "precision must be one of auto, float32, bfloat16"),
        ({"restore_best": None}, "restore_best must be True or False, got None"),
    ],
)
def test_values_out_of_range_are_named(given, rule):
    kinds = ("got '0.1'", "got True", "got 2.5", "got 1.5")
    wrong_kind = rule.endswith(kinds) or "True or False" in rule
    with pytest.raises(TypeError if wrong_kind else ValueError, match=rule):
        Recipe(**given)


@pytest.mark.parametrize("name", ["optimizer", "schedule", "precision"])
@pytest.mark.parametrize("value", [None, 3, ["adam"]])
def test_a_choice_is_a_name(name, value):
    with pytest.raises(TypeError, match=f"{name} must be one of "):
        Recipe(**{name: value})


def test_orders_need_images_and_an_epoch():
    with pytest.raises(ValueError, match="n must be a whole number of at least 1, got 0"):
        [*Recipe().batches(0, 0)]
    with pytest.raises(ValueError, match="epoch must be a whole number of at least 0, got -1"):
        [*Recipe().batches(5, -1)]
    with pytest.raises(ValueError, match="n must be"):
        Recipe().rates(0, 0)


def test_a_history_survives_json():
    history = History(
        [2.5, 1.25], [0.1, 0.5], [2.0], [0.25], [1.5, 1.0], [3.0, 2.0], 0, "early", "torch", "net"
    )
    history.recipe = Recipe(patience=2).as_dict()
    history.hardware, history.versions = {"kind": "cpu"}, {"torch": "2"}
    assert History.from_json(history.to_json()) == history
    assert history.epochs == 2
    assert "loss 1.2500, accuracy 0.5000, validation loss 2.0000" in repr(history)
    assert repr(History()) == "History(no epoch yet)"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"loss": [], "rocket": 1}', "nan", None, "{"])
def test_what_is_no_history(text):
    with pytest.raises(ValueError, match="not a history"):
        History.from_json(text)
