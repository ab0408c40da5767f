"""``cnncourse train``: any network on any data set that fits it."""

from pathlib import Path

from cnncourse.cli import folders, launch, session
from cnncourse.cli.parsing import (
    UsageError,
    add_run_options,
    count,
    dataset,
    images_apart,
    network,
)

WEIGHTS, HISTORY, CHECKPOINT = "weights.safetensors", "history.json", "checkpoint.safetensors"


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        "train",
        help="train a network and save its weights",
        description="Train a network of the course; save its weights, its history and a "
        "checkpoint to go on from.",
        epilog=_table,
    )
    option = parser.add_argument
    option("network", metavar="NETWORK", type=network, help="one of the names below")
    option(
        "--data",
        type=dataset,
        metavar="NAME",
        help="a set of `cnncourse data list` (default: the small one that fits, no download)",
    )
    option("--epochs", type=count(1), default=10, metavar="N", help="default: %(default)s")
    option("--batch-size", type=count(1), default=32, metavar="N", help="default: %(default)s")
    option("--learning-rate", type=float, default=1e-3, metavar="RATE", help="default: %(default)s")
    option("--optimizer", default="adam", metavar="NAME", help="adam (default), adamw or sgd")
    option(
        "--validation",
        type=images_apart,
        metavar="N",
        help="training images to set apart, or which fraction of them; the weights of the epoch "
        "with the lowest loss on them are kept",
    )
    add_run_options(
        parser,
        seed=0,
        seed_help="draws the initial weights, the batches and the validation images "
        "(default: %(default)s)",
        output_help=f"folder for {WEIGHTS}, {HISTORY} and {CHECKPOINT} "
        "(default: runs/NETWORK-DATA-FRAMEWORK-seedN)",
    )
    parser.set_defaults(run=run)


def _table():
    """Return the networks' names, for the help."""
    from cnncourse import zoo

    letters = {network.name: letter for letter, network in zoo.SOURCES.items()}
    rows = [
        f"  {letters.get(name, ''):<12}{name:<26}{session.size(network.input_shape)}"
        for name, network in zoo.NETWORKS.items()
    ]
    return "\n".join(["networks: letter of the source, name, images taken", *rows])


def run(arguments):
    """Train, save, and print how well the model does on the test images."""
    from cnncourse.processes import lead

    recipe = _recipe(arguments)
    architecture, info = arguments.network, arguments.data or _small(arguments.network)
    session.check_fits(architecture, info)
    name = f"{architecture.name}-{info.name}-{arguments.framework}-seed{arguments.seed}"
    folder = arguments.output or Path("runs") / name
    checkpoint, results = folder / CHECKPOINT, [folder / WEIGHTS, folder / HISTORY]
    twin, team = launch.join(arguments)
    lead(team, lambda: folders.prepare(folder, results, checkpoint, arguments))
    data = session.load_data(
        info,
        validation=arguments.validation,
        seed=arguments.seed,
        progress=not arguments.no_progress,
    )
    with session.warnings_told():
        model, history = session.fit(
            twin, team, architecture, data, recipe, checkpoint=checkpoint, arguments=arguments
        )
        lead(team, lambda: _finish(twin, model, history, data, folder, arguments))
    return 0


def _finish(twin, model, history, data, folder, arguments):
    """Save what was trained and print how well it does."""
    from cnncourse.disk import write_atomically

    with session.resumable(folder / CHECKPOINT, arguments):
        twin.weights.save(model, folder / WEIGHTS)
        write_atomically(folder / HISTORY, history.to_json().encode())
    found = twin.evaluate(model, data.test)
    print(f"test accuracy {session.percent(found.accuracy)}, test loss {found.loss:.4f}")
    print(f"saved {WEIGHTS}, {HISTORY} and {CHECKPOINT} in {folder}")


def _recipe(arguments):
    """Return the recipe of the arguments; what it refuses is a wrong argument."""
    from cnncourse.recipe import Recipe

    try:
        return Recipe(
            arguments.optimizer.lower(),
            arguments.learning_rate,
            batch_size=arguments.batch_size,
            epochs=arguments.epochs,
            seed=arguments.seed,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _small(architecture):
    """Return the first set that needs no download and fits the network."""
    from cnncourse import datasets

    here = [info for info in datasets.available() if info.kind != "download"]
    fitting = [info for info in here if info.image_shape == architecture.input_shape]
    return (fitting or here)[0]
