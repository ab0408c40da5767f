"""An architecture as the ``keras.Sequential`` one would write by hand."""

import keras

from cnncourse import listings
from cnncourse.architecture import Architecture
from cnncourse.in_keras import weights
from cnncourse.in_keras.activating import WideLeakyReLU, wide_gelu
from cnncourse.inputs import check_build
from cnncourse.listings import Call, keras_classes, keras_plan

for name in listings.helper_sources()["keras"]:
    kind = getattr(keras_classes, name)
    keras.saving.register_keras_serializable("cnncourse")(kind)


def build(architecture: Architecture, *, seed: int = 0, dtype: str = "float32") -> keras.Sequential:
    """Build an architecture as a ``keras.Sequential`` with weights drawn from ``seed``.

    Layers are named as in the description (``conv1``); padding that Keras has no word for
    is a layer of its own (``conv1_pad``). The model takes images ``(N, H, W, C)`` and gives
    what the last layer gives.

    Parameters
    ----------
    architecture : Architecture
        What to build; it is kept as ``model.architecture``.
    seed : int
        `in_torch.build` draws the same numbers from the same seed.
    dtype : {"float32", "float64"}
        Of the weights and the arithmetic.

    Returns
    -------
    keras.Sequential

    Raises
    ------
    TypeError, ValueError
        For what is no architecture, and for another dtype or seed.
    """
    check_build(architecture, dtype)
    model = made(keras_plan(architecture, backend=keras.backend.backend()), dtype)
    model.architecture = architecture
    weights.set(model, architecture.initial_weights(seed, dtype))
    return model


def made(call: Call, dtype: str) -> keras.layers.Layer:
    """Carry a call out: the layer it makes, named as its part, in the type of the model."""
    if call.name == "keras.Input":
        return keras.Input(*call.arguments, dtype=dtype)
    kind, options = _found(call.name), {n: _value(v, dtype) for n, v in call.options.items()}
    arguments = [_value(value, dtype) for value in call.arguments]
    if call.part:
        options |= {"name": call.part, "dtype": dtype}
    if kind is keras.layers.Dropout:
        return _dropout(arguments, options)
    if dtype == "float64":
        kind, arguments, options = _wide(kind, arguments, options)
    return kind(*arguments, **options)


def _found(name):
    """Return the class that a call names."""
    place, _, short = name.rpartition(".")
    rooms = {"keras": keras, "layers": keras.layers, "": keras_classes}
    return getattr(rooms[place], short)


def _value(value, dtype):
    if isinstance(value, list):
        return [_value(each, dtype) for each in value]
    return made(value, dtype) if isinstance(value, Call) else value


def _dropout(arguments, options):
    """Return a dropout layer that draws from a state of its own, the same after every build."""
    if keras.backend.backend() == "torch":
        # There only a layer that was given a seed draws from its own state.
        return keras.layers.Dropout(*arguments, seed=0, **options)
    layer = keras.layers.Dropout(*arguments, **options)
    if layer.rate > 0:
        layer.seed_generator.state.assign([0, 0])
    return layer


def _wide(kind, arguments, options):
    """Return the call with what Keras itself rounds to float32 on the way replaced."""
    if kind is keras.layers.LeakyReLU:
        return WideLeakyReLU, arguments, {"negative_slope": 0.3} | options
    if options.get("activation") == "gelu":
        options = options | {"activation": wide_gelu}
    if kind is keras.layers.Activation and arguments == ["gelu"]:
        arguments = [wide_gelu]
    return kind, arguments, options
