"""Mistakes made with either twin: each is named, with a cure, before anything is changed."""

import re
import warnings
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from cnncourse import checkpoint, in_torch, zoo
from cnncourse.architecture import Architecture, Conv2D, Dense, Dropout, Flatten, Sigmoid, Softmax
from cnncourse.inputs import LogitsWarning
from cnncourse.loop import TrainingError
from cnncourse.weightfile import WeightError
from tests import twins
from tests.networks import drawn_weights
from tests.twins import DATA, RECIPE

pytest.importorskip("keras")

# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

ONE = replace(RECIPE, epochs=1)
SPLIT = DATA.test
IMAGES = SPLIT.images / np.float32(255)
WEIGHTS = drawn_weights(twins.NORMED, dtype="float32")


@pytest.fixture(params=twins.NAMES)
def twin(request):
    return twins.twin(request.param)


def same(ours, theirs):
    return all((ours[key] == theirs[key]).all() for key in theirs)


def questions(twin, model):
    """Everything that takes a model and images."""
    labels = SPLIT.labels

    def data(images):
        count = -(-30 // len(images))
        split = SimpleNamespace(
            images=np.concatenate([images] * count), labels=np.concatenate([labels] * count)
        )
        return SimpleNamespace(train=split, validation=None)

    return [
        lambda images: twin.predict(model, images),
        lambda images: twin.activations(model, images),
        lambda images: twin.map_gradients(model, images, "conv1", 0),
        lambda images: twin.loss_gradients(model, images, 0),
        lambda images: twin.evaluate(model, SimpleNamespace(images=images, labels=labels)),
        lambda images: twin.train(model, data(images), ONE, progress=False),
    ]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda images: images * 255, r"lie in \[0, 1\], got values from 0 to 255; divide by 255"),
        (lambda images: (images * 255).astype("float64"), "divide by 255"),
        (lambda images: images * np.float32(1.0000001), r"to 1.0000001; .*np.clip\(images, 0, 1\)"),
        (lambda images: images - np.float32(1e-6), r"from -1e-06 to .*np.clip\(images, 0, 1\)"),
        (lambda images: (images - 0.3) / 0.25, r"standardised.*images \* std \+ mean"),
        (lambda images: images * 2 - 1, r"\(images \+ 1\) / 2"),
        (lambda images: images.transpose(0, 3, 1, 2), r"pass images.transpose\(0, 2, 3, 1\)"),
        (lambda images: images[..., :1], r"must have shape \(N, 8, 8, 2\) for 'normed', got"),
        (lambda images: images[..., 0], r"must have shape \(N, 8, 8, 2\) for 'normed', got"),
        (lambda images: [*images[:7], np.zeros((9, 9, 2))], "all of one size, got images of sh"),
    ],
)
def test_images_out_of_range_or_shape_are_refused_everywhere(twin, make, told):
    full = IMAGES.copy()
    full.flat[0], full.flat[1] = 0, 1
    model = twin.build(twins.NORMED)
    before = twin.weights.get(model)
    for ask in questions(twin, model)[: 5 if isinstance(make(full), list) else None]:
        with pytest.raises((TypeError, ValueError), match=told):
            ask(make(full))
    assert same(twin.weights.get(model), before)


@pytest.mark.parametrize("size", [-1, 0, None, 2.5, True, "8", np.float32(8), np.bool_(True)])
def test_a_batch_size_that_is_none(twin, size):
    model = twin.build(twins.NORMED)
    rule = rf"batch_size must be a whole number of at least 1, got {re.escape(repr(size))}"
    for ask in (
        lambda: twin.predict(model, IMAGES, batch_size=size),
        lambda: twin.activations(model, IMAGES, batch_size=size),
        lambda: twin.map_gradients(model, IMAGES, "conv1", 0, batch_size=size),
        lambda: twin.loss_gradients(model, IMAGES, 0, batch_size=size),
        lambda: twin.evaluate(model, SPLIT, batch_size=size),
        lambda: replace(RECIPE, batch_size=size),
    ):
        with pytest.raises((TypeError, ValueError), match=rule) as caught:
            ask()
        assert caught.type is (ValueError if size in (-1, 0) else TypeError)


def test_numpys_whole_numbers_are_batch_sizes(twin):
    model = twin.build(twins.NORMED)
    sizes = (np.int64(3), np.uint8(200), 1, 1000)
    first, *others = [twin.predict(model, IMAGES, batch_size=size) for size in sizes]
    assert all(np.allclose(first, other, atol=1e-5) for other in others)


DENSE = Dense(4)
HEADS = {
    "softmax by name": [Flatten(), Dense(4, "softmax")],
    "softmax layer": [Flatten(), DENSE, Softmax()],
    "sigmoid by name": [Flatten(), Dense(4, "sigmoid")],
    "sigmoid layer": [Flatten(), DENSE, Sigmoid()],
    "softmax, dropout": [Flatten(), DENSE, Softmax(), Dropout(0.5)],
    "softmax of a map": [Conv2D(4, 8, activation="softmax"), Flatten()],
}


@pytest.mark.parametrize("head", HEADS)
def test_a_head_of_probabilities_is_warned_of(twin, head):
    network = Architecture("headed", (8, 8, 2), HEADS[head])
    model = twin.build(network)
    word = head.split()[0].rstrip(",")
    rule = rf"'headed' ends in {word}, but the cross-entropy takes softmax .*end with Dense\(4\)"
    for ask in (
        lambda: twin.evaluate(model, SPLIT),
        lambda: twin.train(model, replace(DATA, validation=None), ONE, progress=False),
        lambda: twin.lr_range_test(model, DATA, ONE, low=1e-5, high=1e-4, steps=2),
    ):
        with pytest.warns(LogitsWarning, match=rule) as caught:
            ask()
        ours = [one for one in caught if issubclass(one.category, LogitsWarning)]
        assert [one.filename for one in ours] == [__file__]  # once, and where it was called
    # Neither predicting nor looking takes a loss.
    twin.predict(model, IMAGES)
    twin.activations(model, IMAGES)


def test_training_warns_once_and_not_again_at_each_validation(twin):
    network = Architecture("headed", (8, 8, 2), HEADS["softmax layer"])
    model = twin.build(network)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        twin.train(model, DATA, RECIPE, progress=False)
    told = [warning for warning in caught if issubclass(warning.category, LogitsWarning)]
    assert len(told) == 1


@pytest.mark.parametrize(
    "layers",
    [
        [Flatten(), Dense(6, "softmax"), Dense(4)],
        [Flatten(), Dense(4), Dropout(0.1)],
        [Conv2D(2, 3, activation="sigmoid"), Flatten(), Dense(4)],
        [Flatten(), Dense(4, "tanh")],
    ],
)
def test_probabilities_inside_a_network_are_none_of_it(twin, layers):
    twin.evaluate(twin.build(Architecture("inside", (8, 8, 2), layers)), SPLIT)


def test_source_b_as_written_may_be_meant(twin):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LogitsWarning)
        split = SimpleNamespace(images=np.zeros((2, 28, 28, 1), np.uint8), labels=np.array([0, 1]))
        twin.evaluate(twin.build(zoo.find("B-sigmoid")), split)


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_training_where_pytorch_takes_no_gradients(mode):
    with mode():
        model = in_torch.build(twins.NORMED)
        with pytest.raises(TrainingError, match="training needs gradients, which torch.*outside"):
            in_torch.train(model, DATA, ONE, progress=False)
        assert in_torch.predict(model, IMAGES).shape == (8, 4)
    # What was built inside can be trained outside.
    assert in_torch.train(model, DATA, ONE, progress=False).epochs == 1


def test_training_where_gradients_are_off_for_all():
    torch.set_grad_enabled(False)
    try:
        with pytest.raises(TrainingError, match="torch.set_grad_enabled"):
            twins.train(in_torch, ONE)
    finally:
        torch.set_grad_enabled(True)


def freeze(twin, model):
    if twin is in_torch:
        model.requires_grad_(False)
    else:
        model.trainable = False


def test_all_weights_frozen(twin):
    model = twin.build(twins.NORMED)
    freeze(twin, model)
    before = twin.weights.get(model)
    with pytest.raises(TrainingError, match="all weights of 'normed' are frozen .*free them with"):
        twin.train(model, DATA, ONE, progress=False)
    assert same(twin.weights.get(model), before)


def test_every_layer_frozen_by_itself(twin):
    model = twin.build(twins.NORMED)
    for part in model.children() if twin is in_torch else model.layers:
        freeze(twin, part)
    with pytest.raises(TrainingError, match="all weights of 'normed' are frozen"):
        twin.train(model, DATA, ONE, progress=False)


def test_the_cure_for_frozen_weights_works(twin):
    model = twin.build(twins.NORMED)
    freeze(twin, model)
    if twin is in_torch:
        model.requires_grad_(True)
    else:
        model.trainable = True
    assert twin.train(model, DATA, ONE, progress=False).epochs == 1


def changed(**others):
    return {**WEIGHTS, **others}


KERNELS = WEIGHTS["conv1/kernels"]
HUGE = {**WEIGHTS, "dense2/bias": np.full(4, 1e300)}
WRONG = {
    "ints": ({n: np.ones(a.shape, int) for n, a in WEIGHTS.items()}, "floating-point .*got int64"),
    "last is int": (changed(**{"dense2/bias": np.zeros(4, int)}), "dense2/bias must hold floating"),
    "complex": (changed(**{"dense2/bias": np.zeros(4, complex)}), "got complex128"),
    "objects": (changed(**{"dense2/bias": np.array([0.5] * 4, object)}), "got object"),
    "text": (changed(**{"dense2/bias": np.array(["a"] * 4)}), "got <U1"),
    "bool": (changed(**{"dense2/bias": np.zeros(4, bool)}), "got bool"),
    "too large": (HUGE, "dense2/bias holds 1e.300, which is more than float32 holds"),
    "missing": ({n: a for n, a in WEIGHTS.items() if n != "dense2/bias"}, "dense2/bias is missing"),
    "None": (None, "must be a dictionary of arrays, got NoneType; weights.get"),
    "list": ([*WEIGHTS.values()], "must be a dictionary of arrays, got list; weights.get"),
    "pairs": ([*WEIGHTS.items()], "must be a dictionary of arrays, got list"),
    "generator": ((pair for pair in WEIGHTS.items()), "got generator; weights.get"),
    "turned": (
        changed(**{"conv1/kernels": KERNELS.transpose(3, 2, 0, 1)}),
        r"conv1/kernels must have shape \(3, 3, 2, 4\), got \(4, 2, 3, 3\).*PyTorch's layouts",
    ),
    "tensors": (
        {n: torch.tensor(a, requires_grad=True) for n, a in WEIGHTS.items()},
        "conv1/kernels is a Tensor, not an array.*weights.get",
    ),
    "names": ({3: np.zeros(3), **WEIGHTS}, "3 is not in the architecture"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_wrong_weights_change_nothing(twin, fault):
    given, told = WRONG[fault]
    model = twin.build(twins.NORMED)
    before = twin.weights.get(model)
    with pytest.raises(WeightError, match=told):
        twin.weights.set(model, given)
    assert same(twin.weights.get(model), before)


@pytest.mark.parametrize(
    "form",
    [
        lambda model: model.named_parameters(),
        lambda model: dict(model.named_parameters()),
        lambda model: model.state_dict(),
        lambda model: model.parameters(),
        lambda model: {n: p.detach().numpy() for n, p in model.named_parameters()},
    ],
)
def test_pytorchs_own_forms_are_told(twin, form):
    model = twin.build(twins.NORMED)
    before = twin.weights.get(model)
    given = form(in_torch.build(twins.NORMED, seed=5))
    with pytest.raises(WeightError, match=r"weights.get\(model\) gives them") as caught:
        twin.weights.set(model, given)
    if isinstance(given, dict):
        assert "names with a dot are PyTorch's, whose layouts differ too" in str(caught.value)
        assert "conv1/kernels is missing" in str(caught.value)
    assert same(twin.weights.get(model), before)


def test_keras_own_forms_are_told(twin):
    keras_model, model = twins.twin("keras").build(twins.NORMED), twin.build(twins.NORMED)
    for given, told in (
        (keras_model.get_weights(), "got list"),
        ({v.path: v.numpy() for v in keras_model.variables}, "is a framework's name"),
        ({v.path: v for v in keras_model.variables}, "is missing"),
    ):
        with pytest.raises(WeightError, match=told):
            twin.weights.set(model, given)


@pytest.mark.parametrize("dtype", [">f4", ">f8", "<f8", "longdouble", "float64"])
def test_arrays_of_other_kinds_of_real_numbers_are_taken_alike(twin, dtype):
    """A big-endian or long array among them once stopped PyTorch half-way."""
    model = twin.build(twins.NORMED)
    late = [*WEIGHTS][-1]
    twin.weights.set(model, {**WEIGHTS, late: WEIGHTS[late].astype(dtype)})
    assert same(twin.weights.get(model), WEIGHTS)
    twin.weights.set(model, {name: array.astype(dtype) for name, array in WEIGHTS.items()})
    assert same(twin.weights.get(model), WEIGHTS)
    half = {name: array.astype("float16") for name, array in WEIGHTS.items()}
    twin.weights.set(model, half)
    assert same(twin.weights.get(model), {n: a.astype("float32") for n, a in half.items()})


def test_strided_and_read_only_arrays_are_taken(twin):
    model = twin.build(twins.NORMED)
    given = {}
    for name, array in WEIGHTS.items():
        given[name] = np.repeat(array, 2, axis=0)[::2]
        given[name].flags.writeable = False
    twin.weights.set(model, given)
    assert same(twin.weights.get(model), WEIGHTS)


def other(twin):
    return twins.twin("keras" if twin is in_torch else "torch")


def every_use(twin, model):
    return [
        lambda: twin.predict(model, IMAGES),
        lambda: twin.evaluate(model, SPLIT),
        lambda: twin.activations(model, IMAGES),
        lambda: twin.map_gradients(model, IMAGES, "conv1", 0),
        lambda: twin.loss_gradients(model, IMAGES, 0),
        lambda: twin.train(model, DATA, ONE, progress=False),
        lambda: twin.weights.get(model),
        lambda: twin.weights.set(model, WEIGHTS),
        lambda: twin.weights.save(model, "never-written"),
    ]


def test_a_model_of_the_other_framework(twin):
    here, there = (each.__name__.rpartition(".")[2] for each in (twin, other(twin)))
    model = other(twin).build(twins.NORMED)
    rule = rf"{here} takes models of .*, got one that {there} built .*use {there} for it, or"
    for use in every_use(twin, model):
        with pytest.raises(TypeError, match=rule) as caught:
            use()
    cure = str(caught.value).rpartition(", or ")[2]
    moved = twin.build(model.architecture)
    twin.weights.set(moved, other(twin).weights.get(model))
    assert (
        cure == f"{here}.weights.set({here}.build(model.architecture), {there}.weights.get(model))"
    )
    assert same(twin.weights.get(moved), other(twin).weights.get(model))


def test_what_build_did_not_make(twin):
    import keras

    name = twin.__name__.rpartition(".")[2]
    plain = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(128, 4))
    if twin is not in_torch:
        plain = keras.Sequential([keras.Input((8, 8, 2)), keras.layers.Flatten()])
    for model, told in (
        (plain, f"the Sequential does not know its architecture; make it with {name}.build"),
        (twins.NORMED, f"got the Architecture 'normed'; build it first: {name}.build"),
        (None, f"got NoneType; make one with {name}.build"),
        ("lenet-5", f"got str; make one with {name}.build"),
        (WEIGHTS, f"got dict; make one with {name}.build"),
    ):
        for use in every_use(twin, model):
            with pytest.raises(TypeError, match=re.escape(told)):
                use()


def test_a_model_whose_layers_were_changed_afterwards(twin):
    model = twin.build(twins.NORMED)
    model.architecture = replace(twins.NORMED, layers=[*twins.NORMED.layers[:-1], Dense(4), DENSE])
    with pytest.raises(TypeError, match="the model has no dense3/weights, .*it was changed after"):
        twin.weights.get(model)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["conv1/kernels", "norm1/variance", "dense2/bias"])
def test_weights_that_are_no_numbers_are_named(twin, tmp_path, name, bad):
    broken = {key: array.copy() for key, array in WEIGHTS.items()}
    broken[name].flat[-1] = bad
    model = twin.build(twins.NORMED)
    twin.weights.set(model, broken)
    rule = f"{name} of 'normed' hold NaN or infinity, so every answer would; build the model anew"
    for use in every_use(twin, model)[:5]:
        with pytest.raises(WeightError, match=rule) as caught:
            use()
        assert "learning_rate" not in str(caught.value)
    with pytest.raises(WeightError, match=rule):
        twin.train(model, DATA, ONE, progress=False, checkpoint=tmp_path / "run")
    assert [*tmp_path.iterdir()] == []


def test_going_on_with_fewer_epochs_than_were_done(twin, tmp_path):
    path = tmp_path / "run"
    twins.train(twin, RECIPE, checkpoint=path)
    stored = path.read_bytes()
    rule = r"has 3 epochs behind it, more than the epochs \(=2\) asked for.*ask for at least 3"
    with pytest.raises(checkpoint.CheckpointError, match=rule):
        twins.train(twin, replace(RECIPE, epochs=2), checkpoint=path, resume=True)
    assert path.read_bytes() == stored
    history, _ = twins.train(twin, RECIPE, checkpoint=path, resume=True)
    assert history.epochs == 3


def test_the_start_is_told_once_and_only_when_nothing_is_refused(twin):
    told = []
    with pytest.raises(ValueError, match="batch_size"):
        twins.train(twin, replace(ONE, batch_size=10**6), on_start=lambda: told.append(0))
    assert told == []
    twins.train(twin, ONE, on_start=lambda: told.append(1), callbacks=[lambda h: told.append(2)])
    assert told == [1, 2]
    with pytest.raises(TypeError, match="on_start must be a function without arguments, got 3"):
        twins.train(twin, ONE, on_start=3)


def test_batch_losses_are_kept_for_a_whole_run_or_not_at_all(twin, tmp_path):
    path, none = tmp_path / "run", tmp_path / "none"
    whole, _ = twins.train(twin, RECIPE, batch_losses=True)
    twins.train(twin, ONE, checkpoint=none)
    stored = none.read_bytes()
    with pytest.raises(checkpoint.CheckpointError, match="kept no batch_losses in its first 1 ep"):
        twins.train(twin, RECIPE, checkpoint=none, resume=True, batch_losses=True)
    assert none.read_bytes() == stored
    twins.train(twin, ONE, checkpoint=path, batch_losses=True)
    # Begun with them, a run goes on with them.
    history, _ = twins.train(twin, RECIPE, checkpoint=path, resume=True)
    assert history.batch_losses == whole.batch_losses
    assert len(history.batch_losses) == 3 * RECIPE.steps(30)


def test_paths_with_a_tilde_go_home(twin, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    model = twin.build(twins.NORMED)
    twin.weights.save(model, "~/model")
    assert same(twin.weights.get(twin.weights.load("~/model")), twin.weights.get(model))
    for _ in range(2):
        twins.train(twin, ONE, checkpoint="~/run", resume=True)
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["model", "run"]
    with pytest.raises(FileExistsError, match="a checkpoint stands at"):
        twins.train(twin, ONE, checkpoint="~/run")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def put_behind(twin, model, kind):
    """Put a layer of the framework behind a built model, as tutorials do."""
    if twin is in_torch:
        model.append({"softmax": torch.nn.Softmax(1), "sigmoid": torch.nn.Sigmoid()}[kind])
    else:
        import keras

        model.add(keras.layers.Activation(kind))


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
def test_probabilities_put_behind_a_built_model_are_warned_of(twin, kind):
    for ask in (
        lambda model: twin.evaluate(model, SPLIT),
        lambda model: twin.train(model, replace(DATA, validation=None), ONE, progress=False),
    ):
        model = twin.build(twins.NORMED)
        put_behind(twin, model, kind)
        with pytest.warns(LogitsWarning, match=f"'normed' ends in {kind}, .*end with Dense"):
            ask(model)
    assert twin.predict(model, IMAGES).min() >= 0


def test_a_head_put_into_a_built_keras_model_is_warned_of():
    import keras

    keras_twin = twins.twin("keras")
    for change in (
        lambda model: model.add(keras.layers.Softmax()),
        lambda model: setattr(model.layers[-1], "activation", keras.activations.softmax),
    ):
        model = keras_twin.build(twins.NORMED)
        change(model)
        with pytest.warns(LogitsWarning, match="ends in softmax"):
            keras_twin.evaluate(model, SPLIT)


@pytest.mark.parametrize("change", ["units", "bias"])
def test_a_layer_replaced_in_a_built_model_is_named(change):
    model = in_torch.build(twins.NORMED)
    features = model[-1].in_features
    model[-1] = torch.nn.Linear(features, 3 if change == "units" else 4, bias=change != "bias")
    told = {
        "units": rf"no dense2/weights of the shape .*\(it has \(3, {features}\)\)",
        "bias": "no dense2/bias, which its architecture has",
    }[change]
    for use in every_use(in_torch, model):
        with pytest.raises(TypeError, match=f"{told}.*describe the network that is meant"):
            use()


def test_weights_that_are_computed_from_others_are_named():
    model = in_torch.build(twins.NORMED)
    torch.nn.utils.parametrizations.weight_norm(model[0])
    for use in every_use(in_torch, model):
        with pytest.raises(TypeError, match="conv1/kernels, .*it was changed after"):
            use()


def test_types_that_numpy_lacks_are_named():
    model = in_torch.build(twins.NORMED).bfloat16()
    for use in every_use(in_torch, model):
        with pytest.raises(TypeError, match=r"conv1/kernels of the model is bfloat16.*model.float"):
            use()
    assert in_torch.predict(model.float(), IMAGES).shape == (8, 4)
    with pytest.raises(TypeError, match="on the meta device.*build the model anew"):
        in_torch.predict(in_torch.build(twins.NORMED).to("meta"), IMAGES)


def test_what_torch_compile_made_is_looked_into_as_well():
    model = in_torch.build(twins.NORMED)
    compiled = torch.compile(model, backend="eager")
    for ask in (
        lambda model: in_torch.activations(model, IMAGES)["conv1"],
        lambda model: in_torch.map_gradients(model, IMAGES, "conv1", 0),
        lambda model: in_torch.loss_gradients(model, IMAGES, 0),
        lambda model: in_torch.predict(model, IMAGES),
    ):
        assert np.allclose(ask(compiled), ask(model), atol=1e-6)


def test_variables_of_the_frameworks_are_images(twin):
    import keras

    model = twin.build(twins.NORMED)
    kept = keras.Variable(IMAGES)
    split = SimpleNamespace(images=kept, labels=SPLIT.labels)
    data = SimpleNamespace(train=split, validation=None)
    assert np.allclose(twin.predict(model, kept), twin.predict(model, IMAGES))
    assert twin.train(model, data, replace(ONE, batch_size=4), progress=False).epochs == 1


@pytest.mark.parametrize("dtype", [None, 32, torch.float32, np.zeros(2), np.float32])
def test_a_type_that_is_no_name(twin, dtype):
    with pytest.raises(TypeError, match='dtype must be "float32" or "float64", got'):
        twin.build(twins.NORMED, dtype=dtype)


def test_classes_asked_about_are_told_without_all_their_numbers(twin):
    model = twin.build(twins.NORMED)
    for classes, told in (
        (np.zeros((8, 4)), r"got an array of float64; as predict"),
        (np.zeros((8, 1), int), r"take the only column: np.asarray\(classes\)\[:, 0\]"),
        ([[0], [1, 2]], "got a list that is no array of them; as predict"),
        (torch.zeros(8, requires_grad=True), "got a (Tensor that is no array|.*float32)"),
    ):
        with pytest.raises((TypeError, ValueError), match=told):
            twin.map_gradients(model, IMAGES, "conv1", classes)
        with pytest.raises((TypeError, ValueError), match=told):
            twin.loss_gradients(model, IMAGES, classes)


def test_a_run_with_some_weights_frozen_goes_on_in_keras(tmp_path):
    twin = twins.twin("keras")

    def model():
        made = twin.build(twins.NORMED)
        freeze(twin, made.layers[0])
        return made

    whole = model()
    twin.train(whole, DATA, RECIPE, progress=False)
    path = tmp_path / "run"
    twin.train(model(), DATA, ONE, progress=False, checkpoint=path)
    with pytest.raises(checkpoint.CheckpointError, match="other weights were frozen then"):
        twins.train(twin, RECIPE, checkpoint=path, resume=True)
    going_on = model()
    assert (
        twin.train(going_on, DATA, RECIPE, progress=False, checkpoint=path, resume=True).epochs == 3
    )
    assert same(twin.weights.get(going_on), twin.weights.get(whole))
    kept, first = twin.weights.get(whole), twin.weights.get(twin.build(twins.NORMED))
    assert (kept["conv1/kernels"] == first["conv1/kernels"]).all()
    assert (kept["dense2/weights"] != first["dense2/weights"]).any()


def test_every_dictionary_that_does_not_fit_has_a_cure(twin):
    model = twin.build(twins.NORMED)
    for given in ({}, {f"{name}:0": array for name, array in WEIGHTS.items()}):
        with pytest.raises(WeightError, match=r"conv1/kernels is missing.*weights.get\(model\)"):
            twin.weights.set(model, given)
    with pytest.raises(WeightError, match="whole numbers floating-point ones with astype"):
        twin.weights.set(model, {**WEIGHTS, "dense2/bias": np.zeros(4, int)})
