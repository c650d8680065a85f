"""A body is read from Markdown and written as Markdown, and nothing is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.kit.markup import body_from_markdown, clean_body, markdown_of

WORDS = st.text(
    st.sampled_from(
        [*"abz19 \\`*_[]()<>~|!#+-=.:;\"'&/@{}$^%,?\n\t", "é", "漢", "🙂", "\xa0", "\u2003", "\u200b", "\u0301"]
    ),
    max_size=12,
).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
LINKS = st.sampled_from(
    [
        *('data-page="12"', 'data-page="12" data-part="größe"', 'data-person="7"', 'data-file="9"'),
        *('data-wanted="A title"', 'data-wanted="A | &lt;b] \\\\x"', 'href="/a/b_c*d(e)"'),
        *('href="https://a.de/?a=1&amp;copy;=2"', 'href="mailto:a@b.de"'),
    ]
)
MARKS = st.one_of(st.sampled_from(["strong", "em", "s", "code", "kbd", "sub", "sup"]), LINKS.map(lambda a: f"a {a}"))


def around(inner):
    return st.tuples(MARKS, inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")


LINE = st.recursive(
    st.one_of(WORDS, st.just("<br>"), st.sampled_from(["1. a", "- a", "# a", "> a", "[!NOTE]", "a | b", "---", "+ a"])),
    lambda inner: st.one_of(around(inner), st.lists(inner, max_size=4).map("".join)),
    max_leaves=10,
)
LEAF = st.one_of(
    LINE.map(lambda line: f"<p>{line}</p>"),
    LINE.map(lambda line: f"<h3>{line}</h3>"),
    WORDS.map(lambda code: f'<pre data-language="python"><code>{code}\n  {code}```</code></pre>'),
    st.tuples(WORDS, LINE).map(
        lambda two: '<figure data-picture="5"><img alt="{}"><figcaption>{}</figcaption></figure>'.format(
            two[0].replace('"', "&quot;"), two[1]
        )
    ),
    st.just("<hr>"),
    st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=3).map(
        lambda rows: (
            "<table>"
            + "".join("<tr>" + "".join(f"<t{'d' if n else 'h'}>{cell}" for cell in row) for n, row in enumerate(rows))
            + "</table>"
        )
    ),
)


def boxes(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    items = st.lists(several.map("".join), min_size=1, max_size=3).map("</li><li>".join)
    return st.one_of(
        items.map(lambda all_: f"<ul><li>{all_}</li></ul>"),
        items.map(lambda all_: f'<ol start="9"><li>{all_}</li></ol>'),
        several.map("".join).map(lambda all_: f"<blockquote>{all_}</blockquote>"),
        several.map("".join).map(lambda all_: f'<aside data-tone="tip">{all_}</aside>'),
        several.map("".join).map(lambda all_: f'<table><tr><td colspan="2">{all_}</table>'),
    )


BODIES = st.lists(st.recursive(st.one_of(LEAF, LINE), boxes, max_leaves=6), max_size=5).map("".join)


@given(BODIES)
@settings(max_examples=200, deadline=None, database=None)
def test_nothing_is_lost_between_a_body_and_its_markdown(html):
    body = clean_body(html)
    assert clean_body(body) == body
    markdown = markdown_of(body)
    assert body_from_markdown(markdown) == body
    assert markdown_of(body_from_markdown(markdown)) == markdown


TEXT = """## Refunds

Pay **soon**, *please*, ~~never~~ with `code` and H<sub>2</sub>O.\\
See [the rules](page:12#how), [[A new page]], [[A new page|this]], [@maya](person:7) and [price.pdf](file:9).

![A cat](picture:5 "The cat")

> [!TIP]
> Ask Ines.
>
> - one
> - two

1. first
   - inner
2. second

```python
a = "<b>"
```

| Who | What |
| --- | --- |
| Tom | a \\| b<br>c |

***

- one list

* another list

<table><tbody><tr><td colspan="2">wide</td></tr></tbody></table>
"""


def test_markdown_that_we_write_is_what_a_person_would_write():
    assert markdown_of(body_from_markdown(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("", ""),
        ("# A\n\nb\nc", "<h2>A</h2><p>b c</p>"),
        ("[x](page:12#a)", '<p><a data-page="12" data-part="a">x</a></p>'),
        ("[x](<wanted:A & b>)", '<p><a data-wanted="A &amp; b">x</a></p>'),
        ("x ![a](picture:5) y", '<p>x</p><figure data-picture="5"><img alt="a"></figure><p>y</p>'),
        ("> [!WARNING]\n> a", '<aside data-tone="warning"><p>a</p></aside>'),
        ("> [!NO]\n> a", "<blockquote><p>[!NO] a</p></blockquote>"),
        ("a <b>b</b> <script>c</script>", "<p>a <strong>b</strong></p>"),
        ("\\[[a]] `[[b]]`", "<p>[[a]] <code>[[b]]</code></p>"),
    ],
)
def test_what_is_typed_is_understood(typed, body):
    assert body_from_markdown(typed) == body


def test_links_of_an_imported_text_are_resolved():
    targets = {
        "../pay.md": "page:3",
        "/new.md": "wanted:New things",
        "a.pdf": "file:9",
        "cat.png": "picture:5",
        "x": "https://a.de/",
        "y": "javascript:alert(1)",
    }
    text = '[a](../pay.md) [b](/new.md) [c](a.pdf) ![d](cat.png) [e](x) [f](y) [g](/h/) <a href="../pay.md">i</a>'
    assert body_from_markdown(text, targets.get) == (
        '<p><a data-page="3">a</a> <a data-wanted="New things">b</a> <a data-file="9">c</a></p>'
        '<figure data-picture="5"><img alt="d"></figure>'
        '<p><a href="https://a.de/">e</a> f <a href="/h/">g</a> <a data-page="3">i</a></p>'
    )


def test_links_of_an_exported_text_may_be_spelled_otherwise():
    body = body_from_markdown("[a](page:3#b) [[C]] ![d](picture:5)")
    files = {"page:3#b": "../pay.md#b", "picture:5": "cat (1).png"}
    assert markdown_of(body, files.get) == "[a](../pay.md#b) [[C]]\n\n![d](<cat (1).png>)\n"


def test_a_body_that_is_too_much_for_markdown_is_written_as_html():
    for body in (clean_body("<p>a <b>b</b> c</p>" * 2_400), clean_body(f"<p>{'*_[' * 10_000}</p>")):
        markdown = markdown_of(body)
        assert markdown.startswith("<p>")
        assert body_from_markdown(markdown) == body
