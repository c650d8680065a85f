"""A page in which whatever a hostile text does is noted."""

from playwright.sync_api import Page

# Whatever a hostile text would call, and whatever it would change, is noted.
CANARY = """(() => {
  const noted = (window.__hostile = []);
  for (const name of ["alert", "confirm", "prompt", "print", "open", "msgbox"]) {
    window[name] = (...words) => void noted.push(`${name}(${words})`);
  }
  document.addEventListener("DOMContentLoaded", () => {
    window.__cookie = typeof document.cookie === "string" && typeof document.getElementById === "function";
  });
})();"""


def nothing_ran(page: Page) -> None:
    assert page.evaluate("window.__hostile") == []
    assert page.evaluate("window.__cookie"), "A text took the place of a part of the document."
