"""Ten thousand addresses, most of them made to break a page: each is taken or refused in words."""

import json
import subprocess
from pathlib import Path

import numpy as np

from tests.test_explorers.hostile_addresses import an_address
from tests.test_explorers.states import needs_node

COUNT = 10_000


def test_whatever_an_address_holds_it_is_taken_or_refused(tmp_path):
    needs_node()
    rng = np.random.default_rng(3)
    addresses = [an_address(rng) for _ in range(COUNT)]
    path = tmp_path / "addresses.json"
    path.write_text(json.dumps(addresses), encoding="utf-8")
    runner = Path(__file__).with_name("hostile_addresses.mjs")
    done = subprocess.run(
        ["node", str(runner), str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    wrong = [(a[:200], told) for a, told in zip(addresses, found["wrong"], strict=True) if told]
    assert wrong == []
    assert found["computed"] > 500, "hardly any state was new"
    assert found["refusals"] > 5000
