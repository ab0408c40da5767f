"""Results are computed once for each change of a setting, and nobody can spoil them."""

import numpy as np
import pytest

from cnncourse.explorers import (
    EXPLORERS,
    Convolution,
    DenseHead,
    LiveNetwork,
    NetworkBuilder,
    ReceptiveField,
)
from tests.test_explorers.states import plain, random_settings


@pytest.fixture
def counted(monkeypatch):
    """Count the calls of an attribute: ``counted(live_network, "activations")``."""

    def count(place, name):
        calls, called = [], getattr(place, name)

        def counting(*args, **options):
            calls.append(args)
            return called(*args, **options)

        monkeypatch.setattr(place, name, counting)
        return calls

    return count


def readable(explorer):
    """Return the names of everything that can be read from an explorer beside its settings."""
    names = [n for kind in type(explorer).__mro__[:-1] for n, v in vars(kind).items()
             if isinstance(v, property) and kind.__module__.startswith("cnncourse")]  # fmt: skip
    return sorted(set(names))


def read_all(explorer):
    for name in readable(explorer):
        getattr(explorer, name)
    explorer.html()
    repr(explorer)
    explorer._repr_mimebundle_()


@pytest.mark.parametrize("slug", EXPLORERS)
def test_they_are_computed_once_however_often_they_are_read(slug, counted):
    explorer = EXPLORERS[slug]()
    calls = counted(type(explorer), "compute")
    assert len(readable(explorer)) >= 8
    read_all(explorer)
    read_all(explorer)
    assert len(calls) == 1
    name = next(iter(explorer.settings()))
    setattr(explorer, name, getattr(explorer, name))  # to the same: no change
    read_all(explorer)
    assert len(calls) == 1


@pytest.mark.parametrize("slug", EXPLORERS)
def test_each_change_of_a_setting_is_seen_by_all_that_is_read(slug):
    kept, rng = EXPLORERS[slug](), np.random.default_rng(3)
    for _ in range(6):
        for name, value in random_settings(EXPLORERS[slug], rng).items():
            setattr(kept, name, value)
            fresh = EXPLORERS[slug](**kept.values)
            assert plain(kept.results) == plain(fresh.results), (name, value)


def test_the_networks_run_once_for_each_picture(counted):
    from cnncourse.explorers import live_network

    explorer = LiveNetwork(image="pullover")
    runs = counted(live_network, "activations")
    sweeps = counted(live_network, "forward")
    read_all(explorer)
    assert len(runs) == 2
    explorer.shift_right = 3
    assert (explorer.prediction, explorer.dense_prediction) == ("Pullover", "Sandal")
    read_all(explorer)
    assert len(runs) == 4
    explorer.sweep()
    explorer.shift_right = 4
    explorer.sweep()
    assert len(sweeps) == 2  # the item is at every place, whatever the present one
    explorer.size = 20
    explorer.sweep()
    assert len(sweeps) == 4


@pytest.mark.parametrize(
    ("kind", "module", "name", "attribute"),
    [
        (Convolution, "convolution_kinds", "filter_weights", "weights"),
        (DenseHead, "dense_head.ops", "dense", "logits"),
        (ReceptiveField, "receptive_field", "described", "architecture"),
        (NetworkBuilder, "network_builder", "read", "architecture"),
    ],
)
def test_attributes_that_are_no_results_are_kept_too(kind, module, name, attribute, counted):
    import cnncourse.explorers as place

    for part in module.split("."):
        place = getattr(place, part)
    explorer = kind(layers=[{"layer": "Flatten"}]) if kind is NetworkBuilder else kind()
    calls = counted(place, name)
    read_all(explorer)
    before = len(calls)
    assert 1 <= before <= 2
    first = getattr(explorer, attribute)
    assert getattr(explorer, attribute) is first
    assert len(calls) == before


@pytest.mark.parametrize("slug", EXPLORERS)
def test_what_is_handed_out_cannot_be_changed_into_a_wrong_answer(slug):
    explorer = EXPLORERS[slug]()
    before = plain(explorer.results)
    spoil(explorer.results)
    for name in readable(explorer):
        spoil(getattr(explorer, name))
    assert plain(explorer.results) == before == plain(EXPLORERS[slug]().results)


def spoil(value):
    """Change everything within ``value`` that can be changed."""
    if isinstance(value, np.ndarray):
        with pytest.raises(ValueError, match="read-only"):
            value[...] = 7
    elif isinstance(value, dict):
        for one in list(value.values()):
            spoil(one)
        value.clear()
    elif isinstance(value, list):
        for one in value:
            spoil(one)
        value.append("spoilt")
    elif isinstance(value, tuple):
        for one in value:
            spoil(one)


def test_layers_changed_in_place_are_seen():
    builder = NetworkBuilder(layers=[{"layer": "Flatten"}, {"layer": "Dense", "units": 10}])
    assert builder.parameters == 7850
    builder.layers[1]["units"] = 5
    assert builder.parameters == 3925


def test_an_error_is_not_kept():
    builder = NetworkBuilder(layers=[{"layer": "Dense", "units": 10}])
    for _ in range(2):
        with pytest.raises(ValueError, match="Dense needs a vector"):
            _ = builder.architecture
    builder.layers = [{"layer": "Flatten"}]
    assert builder.architecture.shapes() == [(784,)]
