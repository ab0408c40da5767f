"""Records of no run, with what the page of results reads."""


def made(experiment="C-cnn", framework="keras", accuracy=0.9, seed=0, claimed=0.91, **other):
    """Return a record's fields, as far as a test needs them."""
    other = {"seconds": 100.0} | other
    return {
        "experiment": experiment,
        "framework": framework,
        "seed": seed,
        "test_accuracy": accuracy,
        "claim": {"test_accuracy": claimed},
        "overrides": {},
        "processor_seconds": other["seconds"],
        "hardware": {"kind": "cpu", "name": "a processor", "cores": 2},
        "data": {"images": {"test": 10_000}},
    } | other


def runs(*accuracies, images=10_000, **fields):
    """Return one record for each accuracy."""
    data = {"images": {"test": images}}
    return [
        made(accuracy=accuracy, seed=seed, data=data, **fields)
        for seed, accuracy in enumerate(accuracies)
    ]
