"""Time the explorers in a real Chromium: from a slider to the drawn frame, and a page's start.

    make bench

A slider is moved through its range in the page. *Work* is the time the page is busy for one
move: the slider's handler, the arithmetic, the drawing and the layout that it causes. *Latency*
runs until the next frame after the drawing is begun, so it holds the wait for the screen's
rhythm as well, up to 17 ms at 60 frames a second. What a page's start takes is measured on a
page with four explorers, opened anew each time, until the last of them answers: from the
navigation and from the page's load, with the processor as it is and slowed down four times.
"""

import argparse
import functools
import http.server
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
    ("receptive-field", "input_size", {}, 16),
    ("live-network", "shift_right", {}, 16),
]
FOUR = ["convolution", "output-size", "pooling", "network-builder"]
MOVE = """([element, name, rounds]) => new Promise(async done => {
  const input = element.shadowRoot.querySelector(`input[data-setting=${name}]`);
  const frame = () => new Promise(requestAnimationFrame);
  const [low, high, step] = [input.min, input.max, input.step].map(Number);
  const stops = Array.from({length: Math.round((high - low) / step) + 1}, (_, i) => low + i * step);
  const work = [], latency = [];
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const stop of round % 2 ? [...stops].reverse() : stops) {
      if (Number(input.value) === stop) continue;
      await frame();
      await new Promise(wait => setTimeout(wait, 3));
      let drawing = 0;
      const draw = element.frame.draw;
      element.frame.draw = function () {
        const before = performance.now();
        draw.call(this);
        element.getBoundingClientRect();
        drawing = performance.now() - before;
        count += 1;
      };
      const start = performance.now();
      input.value = stop;
      input.dispatchEvent(new Event("input", {bubbles: true}));
      const handled = performance.now() - start;
      await frame();
      await frame();
      latency.push(performance.now() - start);
      work.push(handled + drawing);
      delete element.frame.draw;
    }
  }
  done({work, latency, moves: work.length, draws: count});
})"""
SLOWER = 4
SLOWED = (4, 6)  # how many times slower a move is timed as well; the most allowed holds at 4
FROM_LOAD = {1: 300, SLOWER: 1200}  # the milliseconds allowed, by how much slower it runs
TIMES = ("from_navigation_ms", "after_load_ms")
START = """() => new Promise(done => {
  const wanted = document.querySelectorAll("cnncourse-explorer").length;
  const look = () => {
    if (document.querySelectorAll("cnncourse-explorer[ready]").length < wanted) {
      return setTimeout(look, 1);
    }
    const load = performance.getEntriesByType("navigation")[0];
    done({ready: performance.now(), load: load.loadEventEnd});
  };
  look();
})"""


def page_of(names, settings=None):
    """Return a page that holds explorers by name and nothing else."""
    elements = "\n".join(
        f'<cnncourse-explorer name="{name}" state="{escape(json.dumps(settings or {}))}">'
        "</cnncourse-explorer>"
        for name in names
    )
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
    (folder / "one.html").write_text(page_of([slug], settings), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(f"{address}/one.html")
    element = page.wait_for_selector("cnncourse-explorer[ready]")
    page.evaluate(MOVE, [element, name, 1])  # the first passes compile the scripts
    found = page.evaluate(MOVE, [element, name, rounds])
    control, slowed = page.context.new_cdp_session(page), {}
    for times in SLOWED:
        control.send("Emulation.setCPUThrottlingRate", {"rate": times})
        slowed[str(times)] = told(page.evaluate(MOVE, [element, name, 1])["work"])
    page.close()
    if found["draws"] != found["moves"]:
        raise ArithmeticError(f"{slug}: {found['draws']} drawings for {found['moves']} moves")
    work, latency = told(found["work"]), told(found["latency"])
    row = {"explorer": slug, "slider": name, "settings": settings, "moves": found["moves"]}
    row |= {"allowed_ms": allowed, "work_ms": work, "latency_ms": latency}
    return row | {"slowed_work_ms": slowed}


def time_start(browser, folder, address, rounds):
    """Return how long a page with four explorers takes until all of them answer."""
    (folder / "four.html").write_text(page_of(FOUR), encoding="utf-8")
    found = {"explorers": FOUR, "allowed_ms": 500} | starts(browser, address, rounds, 1)
    return found | {"slower": {"times": SLOWER} | starts(browser, address, rounds, SLOWER)}


def starts(browser, address, rounds, slower):
    """Return the times of the page's starts with the processor so many times slower."""
    ready, after_load = [], []
    for _ in range(rounds):
        context = browser.new_context()
        page = context.new_page()
        control = context.new_cdp_session(page)
        control.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(f"{address}/four.html")
        times = page.evaluate(START)
        ready.append(times["ready"])
        after_load.append(max(times["ready"] - times["load"], 0))
        context.close()
    measured = {"from_navigation_ms": told(ready), "after_load_ms": told(after_load)}
    return {"allowed_after_load_ms": FROM_LOAD[slower]} | measured


def measure(rounds, cases):
    """Return the rows of the cases' sliders, and that of the page."""
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
            start = time_start(browser, folder, address, 3 * rounds)
            browser.close()
            server.shutdown()
    return rows, start, version


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only", help="the name of one explorer (default: all)")
    parser.add_argument("--output", type=Path, default=RECORD)
    parser.add_argument(
        "--loading",
        action="store_true",
        help="time the page's start alone; the record keeps the rest",
    )
    options = parser.parse_args(arguments)
    cases = [case for case in CASES if options.only in (None, case[0]) and not options.loading]
    rows, start, version = measure(options.rounds, cases)
    today, load = datetime.now(UTC).date().isoformat(), round(os.getloadavg()[0], 1)
    loading = {"date": today, "chromium": version} | start
    del loading["allowed_ms"]
    print("milliseconds of work for one move of a slider: median (95th percentile), allowed")
    for row in rows:
        work, words = row["work_ms"], f"{row['explorer']}, {row['slider']}"
        image = f" ({row['settings']['image']})" if "image" in row["settings"] else ""
        print(f"{words + image:<50}{work['median']:7.2f} ({work['p95']:6.2f}) {row['allowed_ms']}")
        slowed = {times: one["median"] for times, one in row["slowed_work_ms"].items()}
        print("".join(f"    {times} times slower {one:7.2f}" for times, one in slowed.items()))
    for times, one in ((1, start), (SLOWER, start["slower"])):
        all_of_it, after = one["from_navigation_ms"]["median"], one["after_load_ms"]["median"]
        print(
            f"four explorers, processor {times} times slower: all answer {after} ms after the "
            f"page's load (allowed {one['allowed_after_load_ms']}), {all_of_it} ms from the start"
        )
    record = {
        "benchmark": "explorers",
        "date": today,
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "load": load,  # processes that wanted a core in the minute before the numbers were written
        "versions": {"chromium": version, "playwright": metadata.version("playwright")},
        "sliders": rows,
        "page": {key: start[key] for key in ("explorers", "allowed_ms", *TIMES)},
        "loading": loading,
    }
    if options.loading:
        record = benchmarks.read("explorers", options.output.parent) | {"loading": loading}
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
