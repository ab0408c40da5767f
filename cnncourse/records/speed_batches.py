"""Tables of the benchmark of batches: sizes, threads and precisions, in images a second."""

from statistics import median

from cnncourse.records.benchmarks import read
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import table
from cnncourse.records.table import Table
from cnncourse.records.writing import digits


@table("batches")
def sizes(*, record=None) -> Table:
    """``batches``: the images a second of each network by the size of its batches, one thread.

    The last column divides the speed at the largest by that of batches of one image.
    """
    record = read("batches") if record is None else record
    plain = [row for row in record["rows"] if (row["threads"], row["precision"]) == (1, "float32")]
    counts = sorted({row["batch_size"] for row in plain})
    rows = []
    for name, framework in _runs(plain):
        speeds = [_speed(plain, network=name, framework=framework, batch_size=n) for n in counts]
        times = f"{digits(speeds[-1] / speeds[0])} ×"
        rows.append([f"{name}, {FRAMEWORKS[framework]}", *map(_whole, speeds), times])
    return Table(["Images in a batch", *map(str, counts), f"{counts[-1]} : {counts[0]}"], rows)


@table("threads-and-precision")
def threads_and_precision(*, record=None) -> Table:
    """``threads-and-precision``: what more threads and bfloat16 make of the speed, as factors.

    The median over the rounds, each beside one thread in float32 with the same batch.
    """
    record = read("batches") if record is None else record
    every = record["rows"]
    [size] = {row["batch_size"] for row in every if row["precision"] == "bfloat16"}
    most = max(row["threads"] for row in every)
    rows = []
    for name, framework in _runs(every):
        run = {"network": name, "framework": framework, "batch_size": size}
        usual = _speeds(every, threads=1, precision="float32", **run)
        cells = []
        for other in ({"threads": most, "precision": "float32"}, {"threads": 1}):
            speeds = _speeds(every, **({"precision": "bfloat16"} | other), **run)
            factors = [one / base for one, base in zip(speeds, usual, strict=True)]
            cells.append(f"{digits(median(factors))} ×")
        rows.append([f"{name}, {FRAMEWORKS[framework]}", _whole(median(usual)), *cells])
    heads = [f"Batches of {size}", "One thread, float32", f"{most} threads", "bfloat16"]
    return Table(heads, rows)


def _runs(rows):
    """Return each pair of network and framework once, as they come."""
    return list(dict.fromkeys((row["network"], row["framework"]) for row in rows))


def _speeds(rows, **wanted):
    """Return the speeds of the one row that has these settings, a round each."""
    [row] = [one for one in rows if all(one[key] == value for key, value in wanted.items())]
    return row["images_per_second"]


def _speed(rows, **wanted):
    return median(_speeds(rows, **wanted))


def _whole(speed):
    return f"{speed:,.0f}"
