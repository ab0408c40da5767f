"""``cnncourse reproduce``: a source's system trained again, and a record of what came out."""

from pathlib import Path

from cnncourse.cli import folders, launch, records, session, transferring
from cnncourse.cli.parsing import add_run_options, count, dataset, experiment


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        "reproduce",
        help="train a source's system again and write a record",
        description="Train the system of one of the course's sources as its recipe says, and "
        "write a JSON record: accuracy and loss on the test images, the curve, the confusion "
        "matrix, seconds, hardware, versions, and the command that made it.",
        epilog=_table,
    )
    option = parser.add_argument
    option("experiment", metavar="NAME", type=experiment, help="one of the names below")
    add_run_options(
        parser,
        seed=None,
        seed_help="draws the initial weights, the batches and the validation images (default: "
        "the source's, else 0)",
        output_help="folder of the record (default: records), or its name ending in .json",
    )
    option(
        "--weights",
        action="store_true",
        help="keep the trained weights too, beside the record and under its name, in safetensors",
    )
    changes = parser.add_argument_group(
        "changes to the experiment, for a trial; a record made with one says so in `overrides`"
    )
    changes.add_argument("--epochs", type=count(1), metavar="N", help="other than the recipe's")
    changes.add_argument(
        "--limit", type=count(1), metavar="N", help="use at most N training and N test images"
    )
    changes.add_argument(
        "--data", type=dataset, metavar="NAME", help="another data set of the same image size"
    )
    parser.set_defaults(run=run)


def _table():
    """Return the experiments, for the help."""
    from cnncourse.experiments import EXPERIMENTS

    rows = ["experiments: name, network, data set, epochs, test accuracy that its source claims"]
    for name, one in EXPERIMENTS.items():
        claim = one.claim.test_accuracy
        figure = "none" if claim is None else session.percent(claim)
        rows.append(
            f"  {name:<28}{one.architecture.name:<26}{one.data:<14}{one.recipe.epochs:>2}  {figure}"
        )
    rows.append("B-sigmoid is source B as written; B is the same run with logits.")
    rows.append("corner-… trains on items in the middle of a frame and tries them at every place.")
    return "\n".join(rows)


def run(arguments):
    """Train, measure, and write the record."""
    from dataclasses import replace

    from cnncourse.processes import lead

    chosen, overrides = arguments.experiment, _overrides(arguments)
    seed = chosen.recipe.seed if arguments.seed is None else arguments.seed
    recipe = replace(chosen.recipe, seed=seed, epochs=overrides.get("epochs", chosen.recipe.epochs))
    info = arguments.data or dataset(chosen.data)
    session.check_fits(_unframed(chosen), info)
    path = _path(arguments.output, chosen.name, arguments.framework, seed, overrides)
    checkpoint = path.with_suffix(".checkpoint.safetensors")
    weights = path.with_suffix(".safetensors")
    results = _results(path, weights, checkpoint)
    twin, team = launch.join(arguments)
    lead(team, lambda: folders.prepare(path.parent, results, checkpoint, arguments, (weights,)))
    items = _data(chosen, info, seed, arguments)
    data, start = items if chosen.frame is None else items.in_frame(chosen.frame), None
    if chosen.transfer is not None:
        progress = not arguments.no_progress
        data, start = transferring.prepare(chosen, twin, items, seed, progress=progress)
    with session.as_its_source_wrote_it():
        model, history = session.fit(
            twin,
            team,
            chosen.architecture,
            data,
            recipe,
            checkpoint=checkpoint,
            arguments=arguments,
            start=start,
            kept=chosen.transfer is None or chosen.transfer.tuned,
        )

    def finish():
        with session.resumable(checkpoint, arguments):
            record = records.make(
                chosen,
                twin,
                model,
                data,
                recipe,
                history,
                used=data if chosen.transfer is None else items,
                command=_command(arguments, seed, overrides, team.count),
                overrides=overrides,
            )
            if chosen.frame is not None:
                progress = not arguments.no_progress
                found = records.places(twin, model, items.test, chosen.frame, progress=progress)
                record = replace(record, places=found)
            if arguments.weights:
                # Before the record, which holds their hash: with a record, a run is finished.
                twin.weights.save(model, weights)
                record = replace(record, weights=records.describe_weights(weights))
            records.write(path, record)
        if not arguments.weights:
            weights.unlink(missing_ok=True)  # of the run that this one has replaced
        checkpoint.unlink(missing_ok=True)
        _report(record, chosen.claim)
        print(f"record: {path}")
        if arguments.weights:
            print(f"weights: {weights}")

    with session.as_its_source_wrote_it():
        lead(team, finish)
    return 0


def _results(path, weights, checkpoint):
    """Return what a finished run leaves: weights by themselves are of one cut short."""
    cut_short = checkpoint.exists() and not path.exists()
    return [path] if cut_short else [path, weights]


def _unframed(chosen):
    """Return the experiment's network, or what it is made of, on images of the set's own size."""
    if chosen.transfer is not None:
        from cnncourse import transfer, zoo

        shape, classes = dataset(chosen.data).image_shape, chosen.architecture.output_shape[0]
        return transfer.with_head(zoo.find(chosen.transfer.body), classes, shape)
    if chosen.frame is None:
        return chosen.architecture
    return chosen.architecture.with_input(dataset(chosen.data).image_shape)


def _overrides(arguments):
    """Return what the arguments change about the experiment."""
    chosen, changes = arguments.experiment, {}
    if arguments.epochs not in (None, chosen.recipe.epochs):
        changes["epochs"] = arguments.epochs
    if arguments.limit is not None:
        changes["limit"] = arguments.limit
    if arguments.data is not None and arguments.data.name != chosen.data:
        changes["data"] = arguments.data.name
    return changes


def _path(output, name, framework, seed, overrides):
    """Return where the record goes; a trial never takes the place of the real one."""
    if output is not None and output.suffix == ".json":
        return output
    changes = "".join(f"-{key}-{value}" for key, value in overrides.items())
    return (output or Path("records")) / f"{name}-{framework}-seed{seed}{changes}.json"


def _command(arguments, seed, overrides, processes):
    """Return the command that makes this record anywhere: no path of this machine is in it."""
    words = ["reproduce", arguments.experiment.name, "--framework", arguments.framework]
    words += ["--seed", seed]
    for key, value in overrides.items():
        words += [f"--{key}", value]
    words += ["--weights"] if arguments.weights else []
    return launch.line(arguments.framework, processes, *words)


def _data(chosen, info, seed, arguments):
    """Return the experiment's images, split as it says; a smaller set keeps the proportion."""
    from cnncourse.datasets import Dataset

    validation = chosen.validation
    if isinstance(validation, int) and info.name != chosen.data:
        validation = validation * info.train // dataset(chosen.data).train
    apart = None if validation == "test" else validation
    progress = not arguments.no_progress
    data = session.load_data(info, validation=apart, seed=seed, progress=progress)
    if chosen.images is not None:
        train = data.train.take(min(chosen.images, len(data.train)), seed=seed)
        data = Dataset(data.name, train, data.test, data.classes, data.validation)
    if arguments.limit is not None:
        data = _fewer(data, arguments.limit, seed)
    if validation == "test":
        data = Dataset(data.name, data.train, data.test, data.classes, data.test)
    return data


def _fewer(data, limit, seed):
    """Return a set with at most ``limit`` images, drawn at random, in each part."""
    import numpy as np

    from cnncourse.datasets import Dataset

    def take(split):
        if split is None or len(split) <= limit:
            return split
        chosen = np.random.default_rng(seed).permutation(len(split))[:limit]
        return split.select(np.sort(chosen))

    return Dataset(
        data.name, take(data.train), take(data.test), data.classes, take(data.validation)
    )


def _report(record, claim):
    """Print the result beside the claim."""
    lines = [("test accuracy", record.test_accuracy, claim.test_accuracy)]
    lines.append(("training accuracy", record.history.accuracy[-1], claim.train_accuracy))
    for name, measured, claimed in lines:
        beside = "" if claimed is None else f" (claimed: {session.percent(claimed)})"
        print(f"{name} {session.percent(measured)}{beside}")
    print(f"test loss {record.test_loss:.4f}, {record.seconds:.0f} seconds of training")
    if record.places is not None:
        from cnncourse.records.corner import figure

        middle, corners = (session.percent(figure(record, what)) for what in ("middle", "corners"))
        print(f"middle {middle}, mean of the corners {corners}")
    if record.overrides:
        print("a trial, not the experiment: " + ", ".join(record.overrides) + " changed")
