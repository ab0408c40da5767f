"""Tables of the benchmarks of NumPy's convolution, the data, the explorers and the grader."""

from cnncourse.records.benchmarks import read
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import digits, met

VERSIONS = {
    "python": "Python",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "keras": "Keras",
    "tensorflow": "TensorFlow",
    "chromium": "Chromium",
    "playwright": "Playwright",
    "nbgrader": "nbgrader",
    "faiss-cpu": "FAISS",
    "hnswlib": "hnswlib",
}


def shape(axes):
    """Return an array's axes as text."""
    return "×".join(f"{axis:,}" for axis in axes)


@table("conv2d")
def conv2d_rows(*, record=None) -> Table:
    """Return one row for each layer: our time beside the peers', and what was promised."""
    record = read("conv2d") if record is None else record
    rows = []
    for case in record["cases"]:
        times = case["milliseconds"]
        cells = [
            digits(times[name]) if name in times else "" for name in ("ours", "torch", "scipy")
        ]
        promise, words = case.get("promise"), ""
        if promise:
            peer = {"torch": "PyTorch", "scipy": "SciPy"}[promise["peer"]]
            words = (
                f"at most {promise['times']:g} × {peer}; found {digits(promise['found'])}: "
                f"{met(promise['met'])}"
            )
        stride = f", stride {case['stride']}" if case["stride"] > 1 else ""
        padding = f", padding {case['padding']}" if case.get("padding") else ""
        sizes = f"{shape(case['images'])}, {shape(case['kernels'])}"
        layer = f"{case['name']}: {sizes}{stride}{padding}"
        rows.append([layer, *cells, words])
    headings = [
        "Images (N, H, W, C), kernels (h, w, in, out)",
        "Ours, ms",
        "PyTorch, ms",
        "SciPy, ms",
    ]
    return Table([*headings, "Promised"], rows)


@table("data")
def data_rows(*, record=None) -> Table:
    """Return one row for each data set that was loaded."""
    record = read("data") if record is None else record
    rows = []
    for row in record["sets"]:
        memory = row["memory"]
        most = max(memory.values())
        allowed, words = row["seconds_allowed"], ""
        if allowed is not None:
            words = f"{allowed:g} s, {row['memory_allowed']:g} ×: {met(row['met'])}"
        megabytes = f"{row['image_bytes'] / 1e6:,.1f} MB"
        seconds = digits(row["seconds"]["median"])
        rows.append([row["name"], megabytes, seconds, f"{digits(most, 3)} ×", words])
    return Table(["Data set", "Images", "Seconds", "Most memory", "Promised, at most"], rows)


@table("explorers")
def explorers_rows(*, record=None) -> Table:
    """Return one row for each slider that was moved: the promise is of a slow processor."""
    record = read("explorers") if record is None else record
    rows = []
    for row in record["sliders"]:
        work = row["work_ms"]
        slow = row["slower"] * work["median"]
        image = row["settings"].get("image", "")
        worst = "" if not row["settings"] else f", {image}" if image else ", its worst"
        promised = f"{row['allowed_ms']} ms: {met(slow <= row['allowed_ms'])}"
        numbers = [digits(work["median"]), digits(work["p95"]), digits(slow)]
        rows.append([row["explorer"] + worst, row["slider"], *numbers, promised])
    heads = ["Median, ms", "95th percentile, ms", "4 times the median, ms", "Promised of it"]
    return Table(["Explorer", "Slider", *heads], rows)


@table("explorers_start")
def explorers_start_rows(*, record=None) -> Table:
    """Return one row for each speed of the processor that a page of all explorers starts at."""
    page = (read("explorers") if record is None else record)["page"]
    seen, every = (page[f"{key}_work_ms"]["median"] for key in ("seen", "all"))
    rows = []
    for row in page["starts"]:
        times, allowed = row["times"], row["allowed_ms"]
        promised = f"{allowed} ms: {met(times * seen <= allowed)}" if allowed else "nothing"
        slower = "as it is" if times == 1 else f"{times} times slower"
        rows.append([slower, digits(times * seen, 3), digits(times * every, 3), promised])
    heads = ["Those in view answer, ms", "All that are started, ms", "Promised of those in view"]
    return Table(["Processor", *heads], rows)


@table("grading")
def grading_rows(*, record=None) -> Table:
    """Return one row for each number of submissions that were graded in one run."""
    record = read("grading") if record is None else record
    promised, rows = record["promised_per_second_and_core"], []
    for run in record["runs"]:
        speed, (before, first, *_, last) = run["per_second_and_core"], run["megabytes"]
        kept = f"{promised:g}: {met(speed >= promised)}"
        memory = [f"{size:.0f} MB" for size in (before, first, last)]
        rows.append(
            [f"{run['submissions']:,}", digits(run["seconds"]), digits(speed), kept, *memory]
        )
    held = ["Memory before", "after a tenth", "at the end"]
    speeds = ["Seconds", "A second and core", "Promised, at least"]
    return Table(["Submissions", *speeds, *held], rows)


@table("running")
def running_rows(*, record=None) -> Table:
    """Return one row for each state of the browser from which Python in a page gives a result."""
    record = read("running") if record is None else record
    rows = []
    for key, words in {"cold": "has loaded nothing", "warm": "has kept the files"}.items():
        start = record[key]
        wanted, seconds = start["wanted_seconds"], start["seconds"]
        loaded = f"{start['bytes_after_it'] / 1e6:,.1f} MB"
        promised = f"{wanted:g} s: {met(seconds <= wanted)}"
        rows.append([words, digits(seconds), loaded, promised])
    return Table(["The browser", "Seconds", "Loaded by the click", "Promised, at most"], rows)


@number("in-a-page")
def in_a_page(what, *, record=None) -> str:
    """``in-a-page memory``, ``in-a-page convolution``: what Python takes in a page."""
    record = read("running") if record is None else record
    if what == "memory":
        return f"{record['page_megabytes']} MB"
    page, machine = (record["convolution"][f"{key}_ms"] for key in ("page", "machine"))
    return f"{digits(page)} ms in the page and {digits(machine)} ms in Python on the machine"


@number("benchmark")
def made(name) -> str:
    """``benchmark conv2d``: the date, the machine and the versions of a record."""
    record = read(name)
    versions = ", ".join(f"{VERSIONS[key]} {one}" for key, one in record["versions"].items())
    return f"{record['date']}, {machine(record['hardware'])}; {versions}"


def machine(hardware):
    """Return the processor and its cores and, if the record says so, that it lacks bfloat16."""
    lacks = "" if hardware.get("bfloat16", True) else " without bfloat16"
    return f"{hardware['processor']}, {hardware['cores']} cores{lacks}"
