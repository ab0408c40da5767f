"""Time the explorers in a real Chromium: from a slider to the drawn frame, and a page's start.

    make bench

A slider is moved through its range in the page. *Work* is the processor's time that the page's
thread takes for one move: the slider's handler, the arithmetic, the drawing, and the style and
layout that they cause. It is the processor's time and not the clock's, so that other programs
do not count. The promise is made for a processor four times slower than this one: four times
the median is at most 16 ms for a state that an explorer opens with, and 50 ms for its worst.

What a start takes is measured on a page with all explorers, in a window 900 pixels high, opened
anew each time from the disk: from the navigation until those in view answer, and until all do
that start by themselves. The work is all that the page's thread does until then; the clock's
time, which other programs lengthen, is kept beside it.
"""

import argparse
import functools
import http.server
import itertools
import json
import os
import shutil
import statistics
import tempfile
import threading
from datetime import UTC, datetime
from html import escape
from importlib import metadata
from pathlib import Path

from playwright.sync_api import sync_playwright

from cnncourse import explorers, hardware
from cnncourse.explorers import EXPLORERS
from cnncourse.records import benchmarks

RECORD = Path(__file__).parent / "records" / "explorers.json"
BUNDLE = Path(explorers.__file__).parent / "bundle"
LARGE = {"image": "landscape-large", "kernel_size": 7, "kernel": "blur", "padding_kind": "same"}
CASES = [  # explorer, its slider, the other settings, and the most milliseconds of work allowed
    ("convolution", "stride", {}, 16),
    ("convolution", "kernel_size", {}, 16),
    ("convolution", "padding", {}, 16),
    ("convolution", "dilation", {}, 16),
    ("convolution", "kernel_size", {"image": "landscape"}, 50),
    ("convolution", "stride", LARGE, 50),
    ("convolution", "dilation", LARGE, 50),
    ("output-size", "stride", {}, 16),
    ("output-size", "stride", {"size": 64, "kernel_size": 11}, 50),
    ("pooling", "size", {"image": "boot"}, 16),
    ("pooling", "shift_right", {"image": "boot"}, 16),
    ("pooling", "size", {"image": "boot", "padding_kind": "same", "shift_right": 3}, 50),
    ("flatten", "channels", {}, 16),
    ("flatten", "channels", {"height": 5, "width": 5}, 50),
    ("dense-head", "temperature", {}, 16),
    ("dense-head", "sleeves", {"sigmoid": True, "label": "bag"}, 50),
    ("receptive-field", "input_size", {}, 16),
    ("receptive-field", "input_size", {"layers": [["conv", 3, 1, "same", 1]] * 8, "layer": 8}, 50),
    ("live-network", "shift_right", {}, 16),
    ("live-network", "shift_right", {"network": "C-cnn-small", "unit": "dense1[0]"}, 50),
    ("live-network", "shift_right", {"look": "grad-cam"}, 16),
    ("live-network", "shift_right", {"look": "gradient", "network": "C-cnn-small"}, 50),
    ("network-builder", "input_size", {}, 16),
    ("network-builder", "input_size", {"layers": "six-conv"}, 50),
    ("feature-map", "seed", {}, 16),
    ("feature-map", "seed", {"features": "pixels", "point": 31}, 50),
]
STOPS = """([element, name]) => {
  const input = element.shadowRoot.querySelector(`input[data-setting=${name}]`);
  const [low, high, step] = [input.min, input.max, input.step].map(Number);
  const [most, whole] = [15, Math.round((high - low) / step)];  // of a long way not every step
  const stops = Array.from({length: Math.min(whole, most) + 1},
    (_, i) => low + step * Math.round((i * whole) / Math.min(whole, most)));
  window.drawn = 0;
  element.addEventListener("explorer-drawn", () => { window.drawn += 1; });
  return [stops, Number(input.value)];
}"""
MOVE = """([element, name, stop]) => new Promise(done => {
  const input = element.shadowRoot.querySelector(`input[data-setting=${name}]`);
  input.value = stop;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
SLOWER = 4  # times, for which the most milliseconds are allowed
STARTS = {1: 500, SLOWER: 1200, 6: None}  # the most milliseconds of a start, by how much slower
SEEN = """() => new Promise(done => {
  const isSeen = one => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const look = () => {
    const all = [...document.querySelectorAll("cnncourse-explorer")].filter(isSeen);
    if (all.length && all.every(one => one.hasAttribute("ready"))) done(performance.now());
  };
  document.addEventListener("explorer-ready", () => queueMicrotask(look));
  look();
})"""
ALL = """() => new Promise(done => {
  if (window.answered) done(window.answered);
  document.addEventListener("explorers-ready", () => done(performance.now()));
})"""
NOTE = """document.addEventListener("explorers-ready", () => {
  window.answered = performance.now();
})"""


def page_of(name, settings):
    """Return a page that holds one explorer and nothing else."""
    state = escape(json.dumps(settings))
    return bare(f'<cnncourse-explorer name="{name}" state="{state}"></cnncourse-explorer>')


def bare(elements):
    """Return a page that holds elements and nothing else."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorers</title>'
        f'<script defer src="explorers-core.js"></script><body>{elements}</body></html>'
    )


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *arguments):
        """Say nothing."""


def told(values):
    """Return the median and the 95th percentile, in milliseconds."""
    ranked = statistics.quantiles(values, n=20) if len(values) > 1 else [values[0]] * 19
    return {"median": round(statistics.median(values), 2), "p95": round(ranked[-1], 2)}


def time_slider(browser, folder, address, case, rounds):
    """Return the row of one explorer's slider."""
    slug, name, settings, allowed = case
    (folder / "one.html").write_text(page_of(slug, settings), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(f"{address}/one.html")
    element = page.wait_for_selector("cnncourse-explorer[ready]")
    stops, at = page.evaluate(STOPS, [element, name])
    control = page.context.new_cdp_session(page)
    control.send("Performance.enable", {"timeDomain": "threadTicks"})
    worked = [working(control)]
    way = [stop for turn in range(rounds + 1) for stop in (stops, stops[::-1])[turn % 2]]
    way = [stop for before, stop in zip([at, *way], way, strict=False) if stop != before]
    for stop in way:
        page.evaluate(MOVE, [element, name, stop])
        worked.append(working(control))
    drawn = page.evaluate("window.drawn")
    page.close()
    if drawn != len(way):
        raise ArithmeticError(f"{slug}: {drawn} drawings for {len(way)} moves")
    work = [after - before for before, after in itertools.pairwise(worked)]
    kept = work[-rounds * (len(stops) - 1) :]  # the first pass compiles the scripts
    row = {"explorer": slug, "slider": name, "settings": settings, "moves": len(kept)}
    return row | {"allowed_ms": allowed, "slower": SLOWER, "work_ms": told(kept)}


def working(control, kinds=WORK):
    """Return for how many milliseconds the page's thread has worked until now."""
    metrics = control.send("Performance.getMetrics")["metrics"]
    return 1000 * sum(one["value"] for one in metrics if one["name"] in kinds)


def time_starts(browser, folder, rounds):
    """Return how long the explorers in view, and all of them, take from the navigation on."""
    made = {slug: kind().html() for slug, kind in EXPLORERS.items()}
    path = folder / "all.html"
    path.write_text(bare("".join(made.values())), encoding="utf-8")
    found = [start(browser, path.as_uri()) for _ in range(rounds)]
    times = {key: told([one[key] for one in found]) for key in found[0]}
    allowed = [{"times": times, "allowed_ms": most} for times, most in STARTS.items()]
    return {"explorers": list(made), "window": [1000, 900], "starts": allowed} | times


def start(browser, address):
    """Return the times of one start: the thread's work, and the clock's."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.add_init_script(NOTE)
    control = context.new_cdp_session(page)
    control.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="commit")
    found = {}
    for key, wait in (("seen", SEEN), ("all", ALL)):
        found[f"{key}_clock_ms"] = page.evaluate(wait)
        found[f"{key}_work_ms"] = working(control, ("TaskDuration",))
    context.close()
    return found


def measure(rounds, cases):
    """Return the rows of the cases' sliders, and those of a page's starts."""
    program = os.environ.get("CNNCOURSE_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as control:
        folder = Path(name)
        for path in BUNDLE.glob("*.js"):
            shutil.copy(path, folder)
        handler = functools.partial(QuietHandler, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            browser = control.chromium.launch(executable_path=program, args=["--no-sandbox"])
            version = browser.version
            rows = [time_slider(browser, folder, address, case, rounds) for case in cases]
            page = time_starts(browser, folder, 2 * rounds)
            browser.close()
            server.shutdown()
    return rows, page, version


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only", help="the name of one explorer (default: all)")
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    cases = [case for case in CASES if options.only in (None, case[0])]
    rows, page, version = measure(options.rounds, cases)
    print(f"milliseconds of work for one move of a slider, and {SLOWER} times its median")
    for row in rows:
        words, work = (
            f"{row['explorer']}, {row['slider']} {json.dumps(row['settings'])}",
            row["work_ms"],
        )
        slow = SLOWER * work["median"]
        numbers = f"{work['median']:8.2f} ({work['p95']:6.2f})   {slow:6.1f} of {row['allowed_ms']}"
        print(f"{words[:60]:<62}{numbers}")
    print("milliseconds from navigation until those in view answer, and until all do")
    for key in ("work", "clock"):
        print(f"{key}: {page[f'seen_{key}_ms']['median']}, {page[f'all_{key}_ms']['median']}")
    load = round(os.getloadavg()[0], 1)
    record = {
        "benchmark": "explorers",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "load": load,  # processes that wanted a core, in the minute before
        "versions": {"chromium": version, "playwright": metadata.version("playwright")},
        "sliders": rows,
        "page": page,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
