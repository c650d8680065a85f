"""Pages of the wiki in a running house, as people find, write and save them without a browser."""

import json
import re
from html import unescape
from urllib.parse import quote

from playwright.sync_api import Page

from tests.bench.stage import Answer, Visitor

from .files import pdf
from .pictures import png

FIELD = r'name="{}"[^>]*? value="([^"]*)"'


def found(by: Visitor, title: str) -> tuple[int, str]:
    """The number and the address of the page of this title, as `by` finds it."""
    pages = json.loads(by.get(f"/writing/pages/?q={quote(title)}").text)["pages"]
    page = next(each for each in pages if each["title"] == title)
    return page["id"], page["address"]


def begun(by: Visitor, under: int, title: str, kind: str = "article", **fields: str) -> tuple[int, str]:
    """A new page below the page number `under`; its number and its address."""
    answer = by.post(f"/pages/{under}/new/{kind}/", {"title": title, "base": "0", "markdown": "Words.", **fields})
    assert answer.status == 302, f"{title}: {answer.status}"
    number = re.search(r"\d+", answer.headers["Location"])[0]
    return int(number), by.get(answer.headers["Location"]).headers["Location"]


def base_of(by: Visitor, number: int) -> str:
    """The revision that somebody who begins to write now starts from."""
    return re.search(FIELD.format("base"), by.get(f"/pages/{number}/edit/").text)[1]


def saved(by: Visitor, number: int, *, base: str = "", **fields: str) -> Answer:
    """Save a page; what is not said stays as it is."""
    form = by.get(f"/pages/{number}/edit/").text
    kept = {"title": unescape(re.search(FIELD.format("title"), form)[1])}
    kept["markdown"] = unescape(re.search(r'<textarea[^>]*name="markdown"[^>]*>\n?(.*?)</textarea>', form, re.S)[1])
    if short := re.search(r'<textarea[^>]*name="short_answer"[^>]*>\n?(.*?)</textarea>', form, re.S):
        kept["short_answer"] = unescape(short[1])
    return by.post(f"/pages/{number}/edit/", {**kept, "base": base or base_of(by, number), **fields})


def sent(page: Page, kind: str, name: str) -> dict:
    """A picture or a file that was sent from the page that is open: what the house says of it."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    data, mime = (png(size=(900, 600)), "image/png") if kind == "pictures" else (pdf("Prices"), "application/pdf")
    answer = page.request.post(
        f"/writing/{kind}/",
        multipart={"file": {"name": name, "mimeType": mime, "buffer": data}},
        headers={"X-CSRFToken": token},
    )
    assert answer.status == 201, answer.text()
    return answer.json()
