"""What axe, the accessibility engine of Deque, finds wrong in a page that is open in the browser. It asks no other host."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG up to 2.2 AA, and what axe's own makers call good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def problems_found_by_axe(
    page: Page, *, within: str = "", leaving_out: str = "", rules: list[str] = RULES
) -> list[str]:
    """One line for each element that breaks a rule: which rule, the element, and what axe says about it.

    `within` and `leaving_out` are CSS selectors: look only inside the one, and pass over the other. Raises ValueError
    where nothing in the page is `within`, so that a test of a part that is gone does not pass.
    """
    if within and not page.locator(within).count():
        raise ValueError(f"There is nothing to look at in {within}.")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    where: dict[str, Any] = {"include": [within or "html"]}
    if leaving_out and page.locator(leaving_out).count():
        where["exclude"] = [leaving_out]
    options = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}
    found = page.evaluate("([where, options]) => axe.run(where, options)", [where, options])
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
