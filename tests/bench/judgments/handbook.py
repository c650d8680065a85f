"""The pages of 18F/handbook as documents: `python -m tests.bench.judgments.handbook FOLDER > docs.jsonl`.

FOLDER holds the Markdown pages of that repository (its `pages` folder), whose paths in it are their ids. One line per
page: ``{"id", "title", "text"}``. Then `python -m tests.bench.search_quality --docs docs.jsonl --queries
tests/bench/judgments/handbook.jsonl` measures. Ends with an error when a judged page is not in FOLDER.
"""

import argparse
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

JUDGMENTS = Path(__file__).with_name("handbook.jsonl")
FRONT = re.compile(r"\A---\n(.*?)\n---\s*?(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(\w+):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
TEMPLATE = r"\{%.*?%\}"
STRIPPED = [
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL), " "),
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE), ""),  # where a link goes, at the end of the page
    (re.compile(rf"\]\((?:{TEMPLATE}|[^()]|\([^()]*\))*\)", re.DOTALL), "]"),  # where a link goes, beside its text
    (re.compile(r'\{% (?:slack_channel|alert) "([^"]*)"[^%]*%\}'), r"\1"),  # what these show
    (re.compile(TEMPLATE, re.DOTALL), " "),
    (re.compile(r"\[\^[^\]\n]+\]:?"), " "),
    (re.compile(r"!?\[([^\[\]]*)\](?:\[[^\]\n]*\])?"), r"\1"),
    (re.compile(r"<(?:mailto:)?((?:https?:)?[^\s<>]+[@/][^\s<>]*[^\s<>/])>"), r"\1"),  # a bare address
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"\{[:#.][^{}\n]*\}"), " "),  # anchors and classes
    (re.compile(r"^[ \t]*(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t]+|```.*$|[-*_|: \t]{3,}$)", re.MULTILINE), ""),
    (re.compile(r"[*`|\\]+|(?<!\w)_+|_+(?!\w)"), " "),
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r" ?\n\s*"), "\n"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    lines = JUDGMENTS.read_text(encoding="utf-8").splitlines()
    judged = {page for line in lines for page in json.loads(line)["relevant"]}
    for document in documents(folder):
        judged.discard(document["id"])
        print(json.dumps(document, ensure_ascii=False))
    if judged:
        sys.exit(f"{len(judged)} judged pages are not in {folder}: {', '.join(sorted(judged)[:5])}")


def documents(folder: Path) -> Iterator[dict[str, str]]:
    """Every page, in the order of the paths."""
    for file in sorted(folder.rglob("*.md")):
        yield document(file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8", errors="replace"))


def document(path: str, source: str) -> dict[str, str]:
    """The page without its front matter, of which the title and the keywords are kept."""
    front = FRONT.match(source)
    fields = {name: _value(value) for name, value in FIELD.findall(front[1])} if front else {}
    text = plain(source[front.end() :] if front else source)
    words = fields.get("keywords", "")
    return {"id": path, "title": fields.get("title") or Path(path).stem, "text": f"{text}\n{words}".strip()}


def plain(markdown: str) -> str:
    """Roughly what a reader sees: no signs of markup, no tags, no targets of links."""
    for sign, instead in STRIPPED:
        markdown = sign.sub(instead, markdown)
    return html.unescape(markdown).strip()


def _value(value: str) -> str:
    """One line of plain text from a scalar of YAML, quoted, folded or bare."""
    line = " ".join(re.sub(r"^[|>][+-]?(?=\s)", "", value).split())
    if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'":
        line = line[1:-1]
    return html.unescape(re.sub(r"<[^<>]*>", "", line)).strip()


if __name__ == "__main__":
    main()
