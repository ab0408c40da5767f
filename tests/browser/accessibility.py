"""What axe-core finds wrong with a part of a page."""

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RUN = """async ([selector, rules]) => {
  const { violations, passes } = await axe.run(selector, {
    runOnly: { type: "tag", values: rules },
    resultTypes: ["violations", "passes"],
  });
  if (!passes.length) throw new Error(`no rule was tried on ${selector}`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(
    ({ target, html, any, all, none }) => {
      const why = [...any, ...all, ...none].map(check => check.message).join("; ");
      return `${id}: ${help}: ${target.flat().join(" ")}: ${html.slice(0, 200)} (${why})`;
    }));
}"""


def axe_violations(page, selector="body"):
    """Return a sentence for each violation of WCAG 2.1 A and AA or of good practice.

    Every element that ``selector`` finds is examined, shadow roots included; one that finds
    nothing is an error.
    """
    if not AXE.exists():
        pytest.skip("needs axe-core (make node_modules/.made)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, [selector, RULES])
