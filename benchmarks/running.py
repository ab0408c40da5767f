"""Time Python in a page of the built book: from the first click to what it gives.

    make book && make bench

The chapter of convolution is served as ``make serve`` does, and its first cell that runs is run:
cold in a browser that has loaded nothing, and again after the page is loaded anew, with the
cache that a reader's browser keeps on its disk (a private window's, in memory, takes no file of
ten megabytes). Bytes are those that the server sent; memory is that of the page's process. Then a
convolution of 32 images runs in the page and, with the same code, in this Python: a pair in each
round, of which the median counts.
"""

import argparse
import functools
import http.server
import os
import shutil
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from playwright.sync_api import sync_playwright

from cnncourse import hardware
from cnncourse.records import benchmarks

ROOT = Path(__file__).resolve().parents[1]
RECORD = Path(__file__).parent / "records" / "running.json"
PAGES = ROOT / "book" / "_build" / "html"
CHAPTER = "foundations/convolution.html"
WANTED = {"cold": 5.0, "warm": 2.0}  # seconds
REPEATS = 20
CONVOLVE = f"""
import time
import numpy as np
from cnncourse import ops
images = np.random.default_rng(0).random((32, 28, 28, 1), dtype=np.float32)
kernel = np.random.default_rng(1).random((3, 3, 1, 8), dtype=np.float32)
took = []
for _ in range({REPEATS}):
    begun = time.perf_counter()
    ops.conv2d(images, kernel)
    took.append(time.perf_counter() - begun)
print(float(np.median(took)))
"""
IN_PAGE = """async ([address, code]) => {
  const { Python } = await import(address);
  const python = new Python();
  const { output } = await python.run(code, { seconds: 120 });
  python.dispose();
  return Number(output);
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the pages without a line for each, and counts what it sends: a worker's as well."""

    sent = 0

    def copyfile(self, source, outputfile):
        """Send a file."""
        Handler.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, *arguments):
        """Say nothing."""


def served():
    """Return a server of the built pages, at work in a thread."""
    handler = functools.partial(Handler, directory=str(PAGES))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def scripts():
    """Return the place of the script that a page asks for Python, or nothing."""
    found = sorted(PAGES.glob("_static/running/*/python.js"))
    return found[-1].relative_to(PAGES).as_posix() if found else ""


def first_result(page, address):
    """Return the seconds from the click on a page just loaded to the first result, and bytes."""
    Handler.sent = 0
    page.goto(address, wait_until="load")
    button = page.get_by_role("button", name="Run").first
    button.wait_for()
    before = Handler.sent
    begun = time.perf_counter()
    button.click()
    page.locator(".run-tools[data-state=run]").first.wait_for(state="attached")
    took = time.perf_counter() - begun
    return took, before, Handler.sent - before


def memory(browser):
    """Return the megabytes that the largest process of a page holds."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    held = []
    for one in found:
        status = Path(f"/proc/{one['id']}/status")
        if one["type"] == "renderer" and status.exists():
            line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
            held.append(int(line.split()[1]) / 1024)
    return round(max(held)) if held else None


def here():
    """Return the median seconds of the convolution in this Python."""
    said = []
    exec(CONVOLVE, {"print": said.append})
    return said[0]


def measure(rounds):
    """Return the figures of all rounds, and the versions."""
    program = os.environ.get("CNNCOURSE_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    found = {name: [] for name in ("cold", "warm", "page", "machine")}
    server = served()
    home = f"http://127.0.0.1:{server.server_port}"
    address = f"{home}/{CHAPTER}"
    with sync_playwright() as control:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as profile:
                context = control.chromium.launch_persistent_context(
                    profile, executable_path=program, args=["--no-sandbox"]
                )
                page = context.new_page()
                page.set_default_timeout(120_000)
                for name in ("cold", "warm"):
                    found[name].append(first_result(page, address))
                held = memory(context.browser)
                found["page"].append(page.evaluate(IN_PAGE, [f"{home}/{scripts()}", CONVOLVE]))
                found["machine"].append(here())
                version = context.browser.version
                context.close()
        versions = {"chromium": version, "playwright": metadata.version("playwright")}
    server.shutdown()
    return found, held, versions


def main(arguments=None):
    """Run the benchmark, print its figures and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    if not scripts():
        parser.error(f"{PAGES} has no Python for its pages; run make book with its files there")
    found, held, versions = measure(options.rounds)
    rows = {}
    for name, wanted in WANTED.items():
        seconds, before, after = (statistics.median(one) for one in zip(*found[name], strict=True))
        rows[name] = {
            "seconds": round(seconds, 2),
            "wanted_seconds": wanted,
            "bytes_before_the_click": round(before),
            "bytes_after_it": round(after),
        }
        print(f"{name}: {seconds:.2f} s to the first result (wanted {wanted:g}), {rows[name]}")
    pairs = zip(found["page"], found["machine"], strict=True)
    ratio = statistics.median(page / machine for page, machine in pairs)
    rows["convolution"] = {
        "images": 32,
        "page_ms": round(1000 * statistics.median(found["page"]), 2),
        "machine_ms": round(1000 * statistics.median(found["machine"]), 2),
        "ratio": round(ratio, 2),
    }
    print(f"convolution of 32 images: {rows['convolution']}; the page's process {held} MB")
    record = {
        "benchmark": "running",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "load": round(os.getloadavg()[0], 1),
        "versions": versions,
        "page_megabytes": held,
    }
    benchmarks.write(options.output, record | rows)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
