"""The body of a page is stored in one form and shown with what its reader may know."""

import pytest

from intranet.kit import markup
from intranet.kit.markup import BodyRefs, BodyThings, File, Heading, Picture, clean_body, show_body

PICTURE = Picture("/pictures/31/", 800, 600, srcset="/pictures/30/ 400w, /pictures/31/ 800w", large="/pictures/32/")
KNOWN = BodyThings(
    pages={12: "/wiki/12-refunds/"},
    people={7: "/people/maya/"},
    pictures={5: PICTURE},
    files={9: File("/documents/9/", 12_345)},
    wanted=lambda title: f"/wiki/new/?title={len(title)}",
)
NOTHING = BodyThings()


# --- What is stored -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("", ""),
        ("hi", "<p>hi</p>"),
        ("<p>one</p>\n<p></p><p> &nbsp; </p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<p>one<br><br>two<br></p>", "<p>one</p><p>two</p>"),
        ("<p>one<br>two</p>", "<p>one<br>two</p>"),
        ("<div>one<div>two</div>three</div>", "<p>one</p><p>two</p><p>three</p>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>", "<h2>a</h2><h2>b</h2><h3>c</h3><h4>d</h4><h4>e</h4>"),
        ("<h2>one<br>two</h2><h3> </h3>", "<h2>one two</h2>"),
        ("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<p><b>a</b><strong>b</strong> <b>c</b></p>", "<p><strong>ab</strong> <strong>c</strong></p>"),
        ("<p><i>a <b>b</b></i></p>", "<p><em>a <strong>b</strong></em></p>"),
        ("<p>H<sub>2</sub>O <kbd>Ctrl</kbd> <del>x</del></p>", "<p>H<sub>2</sub>O <kbd>Ctrl</kbd> <s>x</s></p>"),
        ("<code>a <b>b</b></code>", "<p><code>a </code><strong><code>b</code></strong></p>"),
        ("<ul><li><p>a</p></li><li></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ('<ol start="3"><li>a</ol><ol start=1><li>b</ol>', '<ol start="3"><li>a</li></ol><ol><li>b</li></ol>'),
        ("<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<blockquote>a</blockquote><blockquote></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<hr>", "<hr>"),
        (
            '<pre><code class="language-Python">\n\na\n  &lt;b&gt;\n</code></pre>',
            '<pre data-language="python"><code>a\n  &lt;b&gt;</code></pre>',
        ),
        ("<pre>a<br>b</pre><pre> </pre>", "<pre><code>a\nb</code></pre>"),
        ('<aside data-tone="TIP">a</aside>', '<aside data-tone="tip"><p>a</p></aside>'),
        ('<aside data-tone="x">a</aside><aside>b</aside>', '<aside data-tone="note"><p>a</p></aside><p>b</p>'),
        ("<p>a&nbsp;b &amp; &lt;c&gt;</p>", "<p>a&nbsp;b &amp; &lt;c&gt;</p>"),
        ("5 < 6 <3 <", "<p>5 &lt; 6 &lt;3 &lt;</p>"),
        ("<img src=/a.png alt=secret><a name=x></a><a href=#x>a</a>", "<p>a</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p><strong>a</strong></p><p>b</p>"),
    ],
)
def test_what_is_sent_is_stored_in_one_form(sent, stored):
    assert clean_body(sent) == stored
    assert clean_body(stored) == stored


def test_a_table_has_a_head_and_rows_of_one_length():
    sent = "<table><tr><th><p>a</p><th colspan=1>b<tr><td>c</table>"
    assert clean_body(sent) == (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        "<tbody><tr><td>c</td><td></td></tr></tbody></table>"
    )


def test_a_cell_may_span_others_and_hold_blocks():
    foot = "<tfoot><tr><td colspan=2>foot</tfoot>"
    sent = f"<table>{foot}<tbody><tr><th>a</th><td rowspan=999><p>b</p><ul><li>c</ul></table>"
    assert clean_body(sent) == (
        '<table><tbody><tr><th scope="row">a</th><td rowspan="100"><p>b</p><ul><li>c</li></ul></td></tr>'
        '<tr><td colspan="2">foot</td></tr></tbody></table>'
    )


def test_a_table_in_a_table_becomes_its_text():
    assert "<p>b</p><p>c</p>" in clean_body("<table><tr><td>a<table><tr><td>b<td>c</table></table>")
    assert clean_body("<table><tr><td></td></tr></table>") == ""


def test_a_link_to_a_thing_of_ours_keeps_its_number_and_nothing_else():
    sent = (
        '<p><a data-page="12" href="/old/" class="x">p</a> <a data-page="12" data-part="größe">q</a> '
        '<a data-person="7" href="javascript:x">@maya</a> <a data-file="9" download>f.pdf</a> '
        '<a data-wanted="  Some  title ">w</a> <a data-page="1x" href="/fine/">f</a></p>'
    )
    assert clean_body(sent) == (
        '<p><a data-page="12">p</a> <a data-page="12" data-part="größe">q</a> '
        '<a data-person="7">@maya</a> <a data-file="9">f.pdf</a> '
        '<a data-wanted="Some title">w</a> <a href="/fine/">f</a></p>'
    )


def test_a_picture_keeps_its_number_words_and_caption():
    sent = (
        '<figure data-picture="5"><a href="/x"><img src="/x" width=9 alt="A &quot;cat"></a><figcaption>The <b>cat</b>'
    )
    stored = (
        '<figure data-picture="5"><img alt="A &quot;cat"><figcaption>The <strong>cat</strong></figcaption></figure>'
    )
    assert clean_body(sent) == stored
    assert clean_body('<p>a<img data-picture="5" alt="">b</p>') == (
        '<p>a</p><figure data-picture="5"><img alt=""></figure><p>b</p>'
    )
    assert clean_body('<figure data-picture="x"><img src=x alt=cat></figure>') == ""


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://bücher.de/ü?a=b c", "https://xn--bcher-kva.de/%C3%BC?a=b%20c"),
        (" /wiki/12-x/?a=1&amp;b=2#c ", "/wiki/12-x/?a=1&amp;b=2#c"),
        ("mailto:a@b.de", "mailto:a@b.de"),
    ],
)
def test_an_honest_address_stays(written, stored):
    assert clean_body(f'<a href="{written}">x</a>') == f'<p><a href="{stored}">x</a></p>'


@pytest.mark.parametrize("address", ["#a", "a", "../a", "//a.de", "javascript:x", "data:,x", "http://a@b/", "ftp://a"])
def test_another_address_leaves_its_text(address):
    assert clean_body(f'<a href="{address}">x</a>') == "<p>x</p>"


# --- What is shown ------------------------------------------------------------------------------
def test_headings_have_addresses_no_two_the_same():
    body = clean_body("<h2>How?</h2><h3>How!</h3><h2>How 2</h2><h2>Größe</h2><h2>?</h2>")
    assert markup.parts_of(body) == [
        Heading(2, "how", "How?"),
        Heading(3, "how-2", "How!"),
        Heading(2, "how-2-2", "How 2"),
        Heading(2, "größe", "Größe"),
        Heading(2, "part", "?"),
    ]
    assert '<h2 id="how">How?<a class="part" href="#how" aria-label="Link to this part"></a></h2>' in (
        show_body(body, NOTHING)
    )
    assert clean_body(show_body(body, NOTHING)) == body


def test_a_reader_sees_links_to_what_she_may_know():
    body = clean_body(
        '<p><a data-page="12" data-part="how">p</a> <a data-person="7">@maya</a> <a data-wanted="Abc">w</a> '
        '<a href="https://a.de/">o</a> <a href="/b/">h</a></p>'
    )
    assert show_body(body, KNOWN) == (
        '<p><a href="/wiki/12-refunds/#how" data-page="12" data-part="how">p</a> '
        '<a class="person" href="/people/maya/" data-person="7">@maya</a> '
        '<a class="wanted" href="/wiki/new/?title=3" data-wanted="Abc">w</a> '
        '<a href="https://a.de/" class="outside" rel="noopener noreferrer">o</a> <a href="/b/">h</a></p>'
    )
    assert clean_body(show_body(body, KNOWN)) == body


def test_what_a_stranger_may_not_know_is_plain_text():
    body = clean_body(
        '<p><a data-page="12">p</a> <a data-person="7">@maya</a> <a data-wanted="Abc">w</a> <a data-file="9">f</a></p>'
        '<figure data-picture="5"><img alt="A cat"><figcaption>Tom</figcaption></figure>'
    )
    assert show_body(body, NOTHING) == (
        '<p>p @maya w f</p><figure class="missing"><figcaption>Tom</figcaption></figure>'
    )


def test_an_address_that_a_room_should_not_give_is_not_linked():
    known = BodyThings(pages={1: "javascript:alert(1)"}, pictures={1: Picture("data:,x", 1, 1)})
    body = '<p><a data-page="1">p</a></p><figure data-picture="1"><img alt=""></figure>'
    assert "javascript" not in show_body(body, known) + markup.edit_body(body, known)
    assert "data:" not in show_body(body, known) + markup.edit_body(body, known)


def test_a_picture_is_shown_in_its_place_and_can_be_enlarged():
    body = clean_body('<figure data-picture="5"><img alt="A cat"></figure>')
    assert show_body(body, KNOWN) == (
        '<figure data-picture="5"><a class="enlarge" href="/pictures/32/"><img src="/pictures/31/" '
        'srcset="/pictures/30/ 400w, /pictures/31/ 800w" sizes="(max-width: 48rem) 100vw, 48rem" '
        'width="800" height="600" alt="A cat" loading="lazy" decoding="async"></a></figure>'
    )
    assert clean_body(show_body(body, KNOWN)) == body


def test_a_file_says_how_large_it_is():
    assert show_body('<p><a data-file="9">f.pdf</a></p>', KNOWN) == (
        '<p><a class="file" href="/documents/9/" data-file="9" download>f.pdf</a> '
        '<span class="size">(12.1&nbsp;KB)</span></p>'
    )


def test_tables_scroll_and_callouts_say_what_they_are():
    shown = show_body('<table><tr><td>a</table><aside data-tone="tip"><p>b</p></aside>', NOTHING)
    assert shown == (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table">'
        "<table><tbody><tr><td>a</td></tr></tbody></table></div>"
        '<aside class="callout" data-tone="tip"><p class="callout-title">Tip</p><p>b</p></aside>'
    )


def test_a_heading_of_nothing_is_shown_as_a_cell_and_comes_back_as_it_was():
    body = clean_body("<table><thead><tr><th></th><th>a</th></tr></thead><tr><th></th><td>b</td></tr></table>")
    shown = show_body(body, NOTHING)
    assert '<thead><tr><td></td><th scope="col">a</th></tr></thead>' in shown
    assert "<tbody><tr><td></td><td>b</td></tr></tbody>" in shown
    assert '<thead><tr><th scope="col"></th><th scope="col">a</th></tr></thead>' in clean_body(shown)


def test_code_is_coloured_when_it_is_shown():
    body = clean_body('<pre data-language="python"><code>def a(): "&lt;b&gt;"</code></pre>')
    assert "span" not in body
    shown = show_body(body, NOTHING)
    assert '<pre class="highlight" data-language="python"><code><span class="k">def</span>' in shown
    assert clean_body(shown) == body


def test_the_editor_gets_numbers_and_addresses():
    body = clean_body(
        '<p><a data-page="12">p</a> <a data-page="13">q</a></p><figure data-picture="5"><img alt=""></figure>'
    )
    edited = markup.edit_body(body, KNOWN)
    assert '<a data-page="12" href="/wiki/12-refunds/">p</a> <a data-page="13">q</a>' in edited
    assert '<figure data-picture="5"><img src="/pictures/31/"' in edited
    assert clean_body(edited) == body


def test_what_was_never_cleaned_is_not_shown_either():
    assert show_body("<script>alert(1)</script><p onclick=x>a<svg>", NOTHING) == "<p>a</p>"


# --- What it says -------------------------------------------------------------------------------
def test_a_body_names_its_things():
    body = (
        '<ul><li><a data-page="12">p</a><ul><li><a data-page="13">p</a></ul></ul><blockquote><a data-person="7">@m</a>'
        '<figure data-picture="5"><figcaption><a data-file="9">f</a></figcaption></figure></blockquote>'
        '<table><tr><td><a data-wanted="A &amp; b">w</a></table>'
    )
    assert markup.things_in(clean_body(body)) == BodyRefs(
        frozenset({12, 13}), frozenset({7}), frozenset({5}), frozenset({9}), frozenset({"A & b"})
    )
    assert markup.things_in("") == BodyRefs(*[frozenset()] * 5)


def test_a_body_says_its_words_line_by_line():
    body = (
        '<h2>Title</h2><p>one<br>two</p><ol start="3"><li>a<ul><li>b</ul><li>c</ol>'
        '<table><tr><th>d<th>e<tr><td>f<td>g</table><figure data-picture="5"><img alt="h"></figure><pre>i\nj</pre>'
    )
    assert markup.body_text(body) == ("Title\n\none\ntwo\n\n3. a\n   - b\n4. c\n\nd | e\nf | g\n\nh\n\ni\nj")
