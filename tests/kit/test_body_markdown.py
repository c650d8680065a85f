"""A body is read from Markdown and written as Markdown, and nothing is lost on the way."""

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
