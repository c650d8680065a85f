"""How the home page feels in Chromium: `python -m tests.bench.browser`.

Our own CSS and JS with htmx, compressed as they travel; first contentful paint of cold loads; how far the page moves by
itself; and how long after a key or a click the next picture is on the screen.
"""

import json
import os
import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.bench import stage

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOADS = 5
ROUNDS = 5  # of each interaction
BIG = 60  # kB of our own CSS and JS, at the most

OBSERVE = """window.seen = { fcp: 0, cls: 0, events: [] };
const observe = (type, note, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
observe("paint", (entry) => entry.name === "first-contentful-paint" && (seen.fcp = entry.startTime));
observe("layout-shift", (entry) => entry.hadRecentInput || (seen.cls += entry.value));
observe("event", (entry) => entry.interactionId && seen.events.push([entry.name, entry.duration]), {
  durationThreshold: 16,
});"""

# From the event itself to the frame after the next: an upper bound of what a person waits for.
NEXT_PAINT = """(type) => {
  window.painted = new Promise((done) => addEventListener(type, (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }, { once: true, capture: true }));
}"""


def main() -> None:
    with stage.data_folder() as data:
        port = stage.free_port()
        env = stage.environment(data, "intranet.settings.production", TRELLIS_URL=f"http://{stage.HOST}:{port}")
        print("Preparing the demo company …", flush=True)
        stage.manage(env, "setup", "--demo")
        with stage.Server(stage.daphne(port), env, port), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            try:
                figures = measure(browser, f"http://{stage.HOST}:{port}")
            finally:
                browser.close()
    print("RESULT", json.dumps(figures))


def measure(browser: Browser, url: str) -> dict[str, float]:
    state = signed_in(browser, url)
    loads = [cold_load(browser, url, state) for _ in range(LOADS)]
    files = loads[-1][0]
    for name, size in sorted(files.items(), key=lambda item: -item[1]):
        print(f"{size / 1000:8.1f} kB  {name}")
    total = sum(files.values()) / 1000
    print(f"{total:8.1f} kB  in all{'' if total < BIG else f', which is more than {BIG}'}")
    waits, moved = interactions(browser, url, state)
    for what, wait in waits.items():
        print(f"{wait:8.0f} ms  {what}")
    return {
        "css_js_kb": round(total, 1),
        "fcp_ms": round(statistics.median(fcp for _, fcp, _ in loads)),
        "cls": round(max(moved, *(cls for _, _, cls in loads)), 4),
        "inp_ms": round(max(waits.values())),
    }


def signed_in(browser: Browser, url: str) -> Any:
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Username or e-mail").fill("maya")
    page.get_by_label("Password").fill(stage.DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")
    state = context.storage_state()
    context.close()
    return state


def cold_load(browser: Browser, url: str, state: Any) -> tuple[dict[str, int], float, float]:
    """Compressed bytes of each stylesheet and script, first contentful paint in ms, layout shift."""
    context = browser.new_context(base_url=url, storage_state=state, viewport={"width": 1280, "height": 900})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto("/", wait_until="networkidle")
    page.wait_for_timeout(300)
    files = {
        request.url.removeprefix(url): request.sizes()["responseBodySize"]
        for request in finished
        if request.resource_type in {"stylesheet", "script"}
    }
    for name in files:
        if _encoding(finished, url + name) not in {"br", "gzip"}:
            print(f"Not compressed: {name}")
    seen = page.evaluate("window.seen")
    context.close()
    return files, seen["fcp"], seen["cls"]


def _encoding(finished: list[Any], url: str) -> str:
    answer = next(request.response() for request in finished if request.url == url)
    return answer.header_value("content-encoding") or ""


def interactions(browser: Browser, url: str, state: Any) -> tuple[dict[str, float], float]:
    """The slowest of some rounds of each, in ms; and how far the page moved by itself meanwhile."""
    context = browser.new_context(base_url=url, storage_state=state, viewport={"width": 1280, "height": 900})
    context.add_init_script(OBSERVE)
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    page.wait_for_timeout(300)
    waits = {"opening the audience": 0.0, "typing in the composer": 0.0, "j": 0.0}

    def wait(what: str, kind: str, do: Any) -> None:
        page.evaluate(NEXT_PAINT, kind)
        do()
        waits[what] = max(waits[what], page.evaluate("window.painted"))
        page.wait_for_timeout(100)

    summary = page.locator("#composer details.audience > summary")
    field = page.get_by_label("What is going on?")
    for _ in range(ROUNDS):
        wait("opening the audience", "click", summary.click)
        page.keyboard.press("Escape")
        field.focus()
        for letter in "it @t":
            wait(
                "typing in the composer",
                "keydown",
                lambda letter=letter: page.keyboard.press(letter.replace(" ", "Space")),
            )
        field.fill("")
        page.locator("#main").focus()
        wait("j", "keydown", lambda: page.keyboard.press("j"))
    seen = page.evaluate("window.seen")
    waits["the slowest, as the browser counts"] = max((duration for _, duration in seen["events"]), default=0)
    context.close()
    return waits, seen["cls"]


if __name__ == "__main__":
    main()
