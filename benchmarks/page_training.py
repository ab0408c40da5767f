"""Time the networks that learn in the page: steps a second in Node, and in a worker of Chromium.

    make bench

In Node the engine takes its steps and nothing else. In Chromium the explorer runs as in the book,
alone on a page from the disk: the engine in a worker made from a blob, with validation, reports and
maps, and beside it the drawing of curves, kernels, maps and tables, while the page counts its
frames. A step is one batch: forward, backward and the weights' change. Of the rounds the fastest
counts, since what else the machine does only takes away; the seconds of the processor leave that
out, in Chromium with the page's own. The longest frame and the longest drawing are those of all
rounds.
"""

import argparse
import base64
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from playwright.sync_api import sync_playwright

from cnncourse import datasets, explorers, hardware
from cnncourse.explorers import training
from cnncourse.explorers.making.script import script
from cnncourse.explorers.training_networks import NETWORKS
from cnncourse.records import benchmarks

RECORD = Path(__file__).parent / "records" / "page_training.json"
BUNDLE = Path(explorers.__file__).parent / "bundle"
BATCH, VALIDATION, WANTED = 20, 1000, 30
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Training</title>
<script defer src="explorers-core.js"></script><body>{}</body></html>"""
START = """one => new Promise((done, failed) => {
  const { view } = one.frame.mounted;
  const [draw, told] = [view.draw.bind(view), view.told.bind(view)];
  const now = window.now = {step: 0, longest: 0, draw: 0};
  let begun, counting, last;
  const frame = time => {
    if (last) now.longest = Math.max(now.longest, time - last);
    last = time;
    requestAnimationFrame(frame);
  };
  view.draw = () => {
    const from = performance.now();
    draw();
    if (counting) now.draw = Math.max(now.draw, performance.now() - from);
  };
  view.told = message => {
    told(message);
    if (["error", "diverged"].includes(message.type)) failed(new Error(message.words));
    if (message.type !== "report" || !message.step) return;
    begun ??= performance.now();
    now.step = message.step;
    if (counting || performance.now() - begun < 1000) return;  // the first steps compile the loops
    counting = true;
    requestAnimationFrame(frame);
    if (view.run.learner.inPage) failed(new Error("the page was given no worker"));
    done();
  };
  [...one.shadowRoot.querySelectorAll("button")].find(made => made.matches(".play")).click();
})"""
NOW = "() => ({...window.now, time: performance.now()})"


def encoded(split, count):
    """Return the first images of a split as a message holds them."""
    images = base64.b64encode(split.images[:count].tobytes()).decode("ascii")
    return {"images": images, "labels": split.labels[:count].tolist()}


def in_node(folder, architecture, train, rounds, steps):
    """Return the least seconds of so many steps, those of the processor, and Node's version."""
    asked = {"architecture": architecture, "rounds": rounds, "steps": steps, "batch": BATCH}
    path = folder / "asked.json"
    path.write_text(json.dumps(asked | encoded(train, len(train.images))), encoding="utf-8")
    command = ["node", Path(__file__).with_suffix(".mjs"), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return min(found["seconds"]), statistics.median(found["busy"]), found["node"]


def in_chromium(browser, address, seconds):
    """Return a run's steps and seconds, those of the processor, longest frame and drawing."""

    def sample(page):
        found = system.send("SystemInfo.getProcessInfo")["processInfo"]
        busy = sum(one["cpuTime"] for one in found if one["type"] == "renderer")
        return page.evaluate(NOW) | {"busy": busy}

    system = browser.new_browser_cdp_session()
    page = browser.new_page()
    page.goto(address)
    explorer = page.locator("cnncourse-explorer[ready]")
    explorer.wait_for()
    explorer.evaluate(START)
    first = sample(page)
    page.wait_for_timeout(1000 * seconds)
    last = sample(page)
    page.close()
    steps, took = last["step"] - first["step"], (last["time"] - first["time"]) / 1000
    most = {name: last[name] for name in ("longest", "draw")}
    return {"steps": steps, "seconds": took, "busy": last["busy"] - first["busy"]} | most


def row(name, steps_a_second):
    """Return a network's speed in one place."""
    rounded = round(steps_a_second, 1)
    return {"network": name, "steps_a_second": rounded} | {
        "images_a_second": round(BATCH * steps_a_second)
    }


def measure(names, rounds, seconds):
    """Return the rows for Node and for Chromium, and the versions of both."""
    mini, steps = datasets.load("fashion-mnist-mini"), max(round(60 * seconds), 5)
    program = os.environ.get("CNNCOURSE_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    rows = {"node": [], "chromium": []}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as control:
        folder = Path(name)
        shutil.copytree(BUNDLE, folder, dirs_exist_ok=True)
        images = script(training.PAGE_DATA, training.page_data())
        (folder / f"data-{training.PAGE_DATA}.js").write_text(images, encoding="ascii")
        browser = control.chromium.launch(executable_path=program, args=["--no-sandbox"])
        versions = {"chromium": browser.version, "playwright": metadata.version("playwright")}
        for key in names:
            architecture = json.loads(NETWORKS[key][0].to_json())
            took, busy, versions["node"] = in_node(folder, architecture, mini.train, rounds, steps)
            by_processor = {"steps_a_processor_second": round(steps / busy, 1)}
            rows["node"].append(row(key, steps / took) | by_processor)
            explorer = training.Training(network=key, batch_size=BATCH, learning_rate=0.02)
            (folder / "page.html").write_text(PAGE.format(explorer.html()), encoding="utf-8")
            address = (folder / "page.html").as_uri()
            runs = [in_chromium(browser, address, seconds) for _ in range(rounds)]
            best = max(runs, key=lambda one: one["steps"] / one["seconds"])
            busy = statistics.median(one["steps"] / one["busy"] for one in runs)
            told = {"steps_a_processor_second": round(busy, 1)}
            for field, what in (("longest_frame_ms", "longest"), ("longest_draw_ms", "draw")):
                told[field] = round(max(one[what] for one in runs), 1)
            rows["chromium"].append(row(key, best["steps"] / best["seconds"]) | told)
        browser.close()
    return rows, versions


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run in Chromium")
    parser.add_argument("--only", help="the name of one network (default: all)")
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    names = [name for name in NETWORKS if options.only in (None, name)]
    rows, versions = measure(names, options.rounds, options.seconds)
    print(f"steps of {BATCH} images a second (B: at least {WANTED})")
    for place, found in rows.items():
        for one in found:
            words = f"{one['network']} in {place}"
            frame = one.get("longest_frame_ms")
            told = "" if frame is None else f", longest frame {frame} ms"
            told += f", longest drawing {one['longest_draw_ms']} ms" if told else ""
            speeds = (one["steps_a_second"], one["steps_a_processor_second"])
            print(f"{words:<24}{speeds[0]:8.1f}, {speeds[1]} a second of the processor{told}")
    record = {
        "benchmark": "page_training",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "load": round(os.getloadavg()[0], 1),
        "versions": versions,
        "batch_size": BATCH,
        "validation_images": VALIDATION,
        "wanted_steps_a_second": WANTED,
    }
    benchmarks.write(options.output, record | rows)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
