"""Goes from screen to screen and notes what is wrong with each. Set `SCREENSHOTS=folder` to keep a picture of each."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

PICTURES = os.environ.get("SCREENSHOTS", "")

# In the editor a wide table follows the cursor, so that it needs no stop of its own for those who use the keyboard.
LOOKED_AT = {"exclude": [[".ProseMirror .table-scroll"]]}

# What the dark theme can make worse; all else is as it was in the light one.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# When this has come back, the page stands as it was last told to.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# In the middle the dark theme brings nothing new but pictures.
LOOKS = [(390, ["light", "dark"]), (834, ["light", "dark"] if PICTURES else ["light"]), (1440, ["light", "dark"])]


class Tour:
    """Goes from screen to screen and notes what is wrong with each."""

    def __init__(self, label: str, themes: Sequence[str], *, with_axe: bool) -> None:
        self.label, self.themes, self.axe = label, themes, Axe() if with_axe else None
        self.wrong: list[str] = []
        self.count = 0

    def look(self, page: Page, name: str, *, status: int = 200, answer: Response | None = None) -> None:
        self.count += 1
        page.wait_for_load_state()
        page.wait_for_timeout(60)
        if answer and answer.status != status:
            self.wrong.append(f"{name}: answered {answer.status} instead of {status}")
        for theme in self.themes:  # the house sends the same page for all of them
            page.emulate_media(color_scheme=theme)
            page.evaluate(DRAWN)
            self._look_closely(page, f"{name}, {theme}", Path(PICTURES) / f"{self.label}-{theme}", theme)
        page.emulate_media(color_scheme=self.themes[0])

    def _look_closely(self, page: Page, name: str, folder: Path, theme: str) -> None:
        over = page.evaluate(
            """() => {
              const { scrollWidth, clientWidth } = document.scrollingElement;
              if (scrollWidth <= clientWidth) return "";
              const wide = [...document.body.querySelectorAll("*")].filter((one) =>
                one.getBoundingClientRect().right > clientWidth + 1 && one.checkVisibility());
              return `${scrollWidth} in ${clientWidth}: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 90))}`;
            }"""
        )
        if over:
            self.wrong.append(f"{name}: scrolls sideways, {over}")
        if self.axe:
            rules = {} if theme == self.themes[0] else OF_COLOURS
            for found in self.axe.run(page, LOOKED_AT, {"resultTypes": ["violations"], **rules}).response["violations"]:
                for node in found["nodes"][:3]:
                    target, html = node["target"], node["html"][:160]
                    why = " ".join((node.get("failureSummary") or "").split())[:200]
                    self.wrong.append(f"{name}: {found['id']} ({found['help']}) at {target}: {html} — {why}")
        if PICTURES:
            folder.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^a-z0-9]+", "-", name.rpartition(", ")[0].lower())
            page.screenshot(path=folder / f"{name}.png", full_page=True, timeout=30_000)
