"""What people paste keeps its meaning and loses its clothes."""

import pytest

from intranet.kit.markup import clean_body

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
<style><!-- p.MsoNormal {margin:0cm; font-family:Calibri} --></style><title>Refunds</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=DE style='tab-interval:35.4pt'><!--StartFragment--><h1><a name="_Toc1"></a>Refunds<o:p></o:p></h1>
<p class=MsoNormal>Pay <b style='mso-bidi-font-weight:normal'>soon</b>, <i>please</i><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Receipt<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>with a date<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Form</p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraph style='mso-list:l1 level1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Sign</p>
<p class=MsoListParagraph style='mso-list:l1 level1'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Send</p>
<table class=MsoTableGrid border=1><tr style='height:1cm'><td width=100 valign=top><p class=MsoNormal>a<o:p></o:p></p>
</td><td><p class=MsoNormal><span lang=EN>b</span></p></td></tr></table><!--EndFragment--></body></html>"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"
style="line-height:1.38"><span style="font-size:20pt;font-weight:400">Trip</span></h1><p dir="ltr"><span
style="font-weight:700;font-style:normal">Bold</span><span style="font-weight:400"> and </span><span
style="font-style:italic">slanted</span><span style="text-decoration:line-through">, gone</span></p><br />
<ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul>
<li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>two</span></p></li></ul></ul>
<p><a href="https://www.google.com/url?q=x" style="text-decoration:none"><span style="color:#1155cc">link</span></a>
x<span style="vertical-align:super">2</span></p></b>"""

GITHUB = """<h2 dir="auto" tabindex="-1">Setup<a id="user-content-setup" class="anchor" href="#setup"
aria-hidden="true"><svg class="octicon"><path d="M7"></path></svg></a></h2>
<div class="markdown-alert markdown-alert-warning" dir="auto"><p class="markdown-alert-title"><svg></svg>Warning</p>
<p dir="auto">Back up <g-emoji alias="x">!</g-emoji></p></div>
<div class="highlight highlight-source-python"><pre class="notranslate"><span class="pl-k">import</span> <span>os</span>
</pre></div><div class="zeroclipboard-container"><clipboard-copy value="x"><button>Copy</button></clipboard-copy></div>
<details><summary>More</summary><p><tt>x</tt> <img src="https://camo.example/x.png" alt="badge"></p></details>"""

CONFLUENCE = """<div class="confluence-information-macro confluence-information-macro-tip"><span
class="aui-icon"></span><div class="confluence-information-macro-body"><p>Ask Ines.</p></div></div>
<div data-panel-type="error"><div><p>Never twice.</p></div></div>
<div class="table-wrap"><table class="confluenceTable"><colgroup><col/></colgroup><tbody><tr><th>Who</th>
<th><p>What</p></th></tr><tr><td class="confluenceTd">Tom</td><td><br/></td></tr></tbody></table></div>"""


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (
            WORD,
            "<h2>Refunds</h2><p>Pay <strong>soon</strong>, <em>please</em></p>"
            "<ul><li>Receipt<ul><li>with a date</li></ul></li><li>Form</li></ul><p>Then:</p>"
            "<ol><li>Sign</li><li>Send</li></ol><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        ),
        (
            GOOGLE_DOCS,
            "<h2>Trip</h2><p><strong>Bold</strong> and <em>slanted</em><s>, gone</s></p>"
            "<ul><li>one<ul><li>two</li></ul></li></ul>"
            '<p><a href="https://www.google.com/url?q=x">link</a> x<sup>2</sup></p>',
        ),
        (
            GITHUB,
            '<h2>Setup</h2><aside data-tone="warning"><p>Back up !</p></aside>'
            '<pre data-language="python"><code>import os</code></pre>'
            "<p><strong>More</strong></p><p><code>x</code></p>",
        ),
        (
            CONFLUENCE,
            '<aside data-tone="tip"><p>Ask Ines.</p></aside><aside data-tone="caution"><p>Never twice.</p></aside>'
            '<table><thead><tr><th scope="col">Who</th><th scope="col">What</th></tr></thead>'
            "<tbody><tr><td>Tom</td><td></td></tr></tbody></table>",
        ),
    ],
    ids=["Word", "Google Docs", "GitHub", "Confluence"],
)
def test_what_somebody_pastes_keeps_its_meaning(pasted, stored):
    assert clean_body(pasted) == stored
    assert clean_body(stored) == stored


def test_a_list_of_word_without_styles_is_known_by_its_signs():
    pasted = (
        "<p class=MsoListParagraph>·&nbsp;&nbsp; one</p> <p class=MsoListParagraph>·&nbsp; two</p>"
        "<p class=MsoListParagraph>a)&nbsp; three</p><p>1. not a list</p>"
    )
    assert clean_body(pasted) == ("<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol><p>1. not a list</p>")


def test_blanks_of_all_kinds_become_one_where_a_browser_shows_one():
    assert clean_body("<p>\n  a\t b \r\n c&#10;d&nbsp;e  </p>  \n <p> f </p>") == "<p>a b c d&nbsp;e</p><p>f</p>"


def test_lines_of_an_editor_of_code_stay_lines():
    pasted = "<pre><div><span>a = 1</span></div><div>  b</div><br></pre>"
    assert clean_body(pasted) == "<pre><code>a = 1\n  b</code></pre>"


def test_a_style_says_bold_once_and_is_gone():
    pasted = '<p><span style="FONT-WEIGHT: Bold; color: red"><b>a</b></span><b style="font-weight:400">b</b></p>'
    assert clean_body(pasted) == "<p><strong>a</strong>b</p>"


def test_words_outside_of_paragraphs_get_one():
    assert clean_body("one <b>two</b><p>three</p>four") == "<p>one <strong>two</strong></p><p>three</p><p>four</p>"


def test_tags_that_were_never_closed_end_where_they_must():
    assert clean_body("<p>a<p>b<h2>c<h2>d</h2><ul><li>e<li>f<table><tr><td>g<td>h") == (
        "<p>a</p><p>b</p><h2>c</h2><h2>d</h2><ul><li>e</li><li><p>f</p>"
        "<table><tbody><tr><td>g</td><td>h</td></tr></tbody></table></li></ul>"
    )
