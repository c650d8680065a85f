"""Pages hold nothing that a strict content policy forbids, and cards nothing that belongs to one reader."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
CODE = [
    path
    for room in ("intranet", "microblog", "wiki", "search")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]
CARDS = [
    ROOT / f"templates/microblog/updates/{name}.html"
    for name in ("_update", "_alone", "_reply", "_head", "_actions", "_reactions", "_card")
]

# An address that leaves the house, after a quote, a bracket or an equals sign.
OUTSIDE = r"(?:[a-z][a-z0-9+.-]*:)?//[^/]"
IN_TEMPLATES = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"(?i)javascript:",
    "a script without a nonce": r"<script(?![^>]*\bnonce=\"\{\{ csp_nonce \}\}\")",
    "a style element without a nonce": r"<style(?![^>]*\bnonce=\"\{\{ csp_nonce \}\}\")",
    "text passed as HTML": r"\|\s*(?:safe|safeseq)\b|\{%\s*autoescape\s+off",
    "an address outside": rf"\b(?:src|srcset|href|action|formaction|poster|data|hx-[a-z]+)\s*=\s*[\"']?\s*{OUTSIDE}",
}
IN_STYLES = {
    "an address outside": rf"url\(\s*[\"']?\s*{OUTSIDE}",
    "a stylesheet fetched by another": r"@import\b",
}
IN_SCRIPTS = {
    "an address outside": (
        rf"\b(?:fetch|import|from|Worker|WebSocket|EventSource|open|sendBeacon)\b\s*\(?\s*[\"'`]{OUTSIDE}"
    ),
    "text run as code": r"\beval\s*\(|new\s+Function\s*\(",
    "markup in a string": r"\.(?:innerHTML|outerHTML)\s*=(?!=)|insertAdjacentHTML|document\.write",
}
IN_CARDS = {
    "a CSRF token": r"csrf",
    "something of the request": r"\brequest\b|\{%\s*may\b|\bmy_[a-z]+",
    "a relative time": r"\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b|\{%\s*now\b",
    "a word of the session": r"\bcsp_nonce\b|\bmessages\b|\buser\.",
}


def found(files, rules) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {what}"
        for path in files
        for what, pattern in rules.items()
        if re.search(pattern, _without_comments(path.read_text()))
    ]


def _without_comments(text: str) -> str:
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)


def test_there_is_something_to_look_at():
    assert len(TEMPLATES) > 50
    assert len(STYLES) > 30
    assert len(SCRIPTS) > 8
    assert all(path.exists() for path in CARDS)


def test_pages_hold_no_inline_style_no_handler_no_raw_text_and_no_address_outside():
    assert not found(TEMPLATES, IN_TEMPLATES)


def test_stylesheets_fetch_nothing_from_outside():
    assert not found(STYLES, IN_STYLES)


def test_scripts_fetch_nothing_from_outside_and_write_no_markup():
    assert not found(SCRIPTS, IN_SCRIPTS)


def test_a_card_is_the_same_for_everybody_who_may_see_it():
    assert not found(CARDS, IN_CARDS)


def test_what_a_card_includes_is_the_same_for_everybody_too():
    included = {
        ROOT / "templates" / name
        for card in CARDS
        for name in re.findall(r"\{% include \"([^\"]+)\"", card.read_text())
    }
    assert included
    assert not found(sorted(included), IN_CARDS)


def test_one_file_alone_says_that_html_is_safe():
    pattern = re.compile(r"\bmark_safe\b|\bSafeText\(|\bSafeString\(|\|\s*safe\b|__html__\s*\(self")
    assert {str(p.relative_to(ROOT)) for p in CODE if pattern.search(p.read_text())} == {"intranet/kit/markup/gates.py"}


@pytest.mark.parametrize(
    ("rules", "text", "what"),
    [
        (IN_TEMPLATES, '<p class="x" style="color:red">', "an inline style"),
        (IN_TEMPLATES, "<button onclick=go()>", "an inline handler"),
        (IN_TEMPLATES, '<script src="{% static "x.js" %}">', "a script without a nonce"),
        (IN_TEMPLATES, "{{ update.text|safe }}", "text passed as HTML"),
        (IN_TEMPLATES, '<img src="//tracker.example/x.gif">', "an address outside"),
        (IN_TEMPLATES, '<a href="https://example.com/">', "an address outside"),
        (IN_STYLES, 'a { background: url("https://x.example/a.png") }', "an address outside"),
        (IN_STYLES, '@import "more.css";', "a stylesheet fetched by another"),
        (IN_SCRIPTS, 'fetch("https://x.example/")', "an address outside"),
        (IN_SCRIPTS, "import x from '//cdn.example/x.js'", "an address outside"),
        (IN_SCRIPTS, "node.innerHTML = text", "markup in a string"),
        (IN_CARDS, "{{ request.user.name }}", "something of the request"),
        (IN_CARDS, "{{ update.posted_at|timesince }}", "a relative time"),
        (IN_CARDS, "{% csrf_token %}", "a CSRF token"),
    ],
)
def test_what_is_forbidden_would_be_noticed(rules, text, what):
    assert re.search(rules[what], text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="{% url "microblog:home" %}">Home</a>',
        '<script type="module" src="{% static "js/house.js" %}" nonce="{{ csp_nonce }}"></script>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">',
        '<p data-condition="on = off">once = twice</p>',
        "{{ update.html }}",
    ],
)
def test_what_is_allowed_is_not_taken_for_what_is_forbidden(text):
    assert not [what for what, pattern in IN_TEMPLATES.items() if re.search(pattern, text)]
