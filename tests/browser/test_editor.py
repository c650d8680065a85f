"""Writing a long text: by Markdown, by tools, by keyboard alone; links to pages and people; what is pasted."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.desk import Desk


@pytest.fixture
def desk(browse):
    return Desk(browse)


def test_what_clara_opens_comes_back_as_it_was(desk):
    assert desk.html == (
        "<h2>How to do it</h2><p>Keep it as <strong>credit</strong>, unless the customer asks. See "
        '<a href="/gallery/" data-page="12">Double payment</a>, or ask <a data-person="7">@tom</a>.</p>'
        '<aside data-tone="tip"><p>Ask for the parcel note first.</p></aside>'
        '<table><thead><tr><th scope="col">Account</th><th scope="col">Limit</th></tr></thead>'
        "<tbody><tr><td>Private</td><td>500 €</td></tr></tbody></table>"
        '<pre data-language="python"><code>print("credit")</code></pre>'
    )
    desk.editor.evaluate("one => one.editor.commands.focus('start')")
    desk.type("Now: ")
    expect(desk.editor.locator("input[name=body]")).to_have_value(re.compile("^<h2>Now: How to do it</h2>"))


@pytest.mark.parametrize(
    "html",
    [
        "<h3>A</h3><h4>B</h4><p>a<br>b <kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup> <em>e</em> <s>s</s></p><hr>",
        '<p><a data-page="3" data-part="limits"><code>code</code></a> <a data-wanted="Not yet">so</a></p>',
        '<p><a data-file="9">price-list.pdf</a> <a href="mailto:a@b.example">us</a></p>',
        '<ol start="4"><li>four<ul><li>below</li></ul></li><li><p>five</p><pre><code>x\ny</code></pre></li></ol>',
        "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>",
        '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr><tr><td>c</td><td><p>d</p><p>e</p></td>'
        "<td></td></tr></tbody></table>",
        '<figure data-picture="5"><img alt="A shelf"></figure><aside data-tone="caution"><h3>x</h3><p>y</p></aside>',
        '<figure data-picture="5"><img alt=""><figcaption>The <em>upper</em> one</figcaption></figure><p>a</p>',
    ],
)
def test_nothing_that_a_text_may_hold_is_lost_in_the_editor(desk, html):
    desk.editor.evaluate("(editor, html) => (editor.html = html)", html)
    assert desk.html == html


def test_markdown_becomes_what_it_means_while_one_types(desk):
    desk.empty()
    desk.type("## Refunds\n")
    desk.type("Keep **all** of *it* as `credit` or ~~cash~~.\n")
    desk.type("- one\ntwo\n\n")
    desk.type("3. three\n\n")
    desk.type("> Said Tom.\n\n")
    desk.type("[!WARNING] Not twice.\n\n")
    desk.type("---")
    desk.type("[words](https://example.com/) and www.example.com here\n")
    desk.type("```python print(1)")
    assert desk.html == (
        "<h2>Refunds</h2><p>Keep <strong>all</strong> of <em>it</em> as <code>credit</code> or <s>cash</s>.</p>"
        '<ul><li>one</li><li>two</li></ul><ol start="3"><li>three</li></ol><blockquote><p>Said Tom.</p></blockquote>'
        '<aside data-tone="warning"><p>Not twice.</p></aside><hr>'
        '<p><a href="https://example.com/">words</a> and <a href="https://www.example.com">www.example.com</a> here</p>'
        '<pre data-language="python"><code>print(1)</code></pre>'
    )


def test_a_table_is_made_filled_and_changed(desk):
    desk.empty()
    desk.tool("Table").first.click()
    for word in ("Account", "Limit", "Above", "Private", "500", "lead", "Business", "2,000", "finance", "Public"):
        desk.type(word)
        desk.press("Tab")
    assert desk.html.count("<tr>") == 4, "Tab in the last cell makes a row."
    here = desk.editor.get_by_role("toolbar", name="Tools for this place")
    here.get_by_role("button", name="Row").last.click()
    here.get_by_role("button", name="Column").first.click()
    assert desk.html.startswith('<table><thead><tr><th scope="col">Account</th>')
    assert (desk.html.count("<tr>"), desk.html.count("<th "), desk.html.count("<td>")) == (3, 4, 8)
    here.get_by_role("button", name="Header row").click()
    assert "<th" not in desk.html
    here.get_by_role("button", name="Table").click()
    assert desk.html == ""
    expect(here.get_by_role("button")).to_have_count(0)


def test_a_call_out_has_five_tones_and_a_block_of_code_a_language(desk):
    desk.empty()
    desk.type("Mind the gap")
    desk.tool("Call-out").click()
    expect(desk.tool("Call-out")).to_have_attribute("aria-pressed", "true")
    tone = desk.editor.get_by_label("Call-out").and_(desk.page.get_by_role("combobox"))
    assert tone.locator("option").all_text_contents() == ["Note", "Tip", "Important", "Warning", "Caution"]
    tone.select_option("Important")
    assert desk.html == '<aside data-tone="important"><p>Mind the gap</p></aside>'
    desk.editor.get_by_role("button", name="Take the frame away").click()
    desk.tool("Block of code").click()
    desk.editor.get_by_label("Language").select_option("SQL")
    desk.text.locator("pre").click()
    desk.press("Home", "Tab")
    assert desk.html == '<pre data-language="sql"><code>    Mind the gap</code></pre>'


def test_a_link_leads_only_where_it_is_safe(desk):
    desk.empty()
    desk.type("our shop")
    desk.press("Control+a", "Control+k")
    dialog = desk.page.get_by_role("dialog", name="Link")
    address = dialog.get_by_label("Address")
    for wrong in ("javascript:alert(1)", "//evil.example", "https://me@evil.example", "data:text/html,x", "words"):
        address.fill(wrong)
        address.press("Enter")
        expect(dialog.get_by_role("alert")).to_be_visible()
    address.fill("example.com/shop")
    address.press("Enter")
    expect(dialog).to_have_count(0)
    assert desk.html == '<p><a href="https://example.com/shop">our shop</a></p>'
    expect(desk.text).to_be_focused()

    desk.press("ArrowLeft", "Control+k")
    expect(address).to_have_value("https://example.com/shop")
    address.fill("/wiki/")
    address.press("Enter")
    assert desk.html == '<p><a href="/wiki/">our shop</a></p>'
    desk.press("ArrowLeft")
    desk.editor.get_by_role("button", name="Take away").click()
    assert desk.html == "<p>our shop</p>"

    desk.press("End", "Control+k")
    dialog.get_by_label("Words").fill(" or write")
    address.fill("shop@example.com")
    address.press("Enter")
    desk.type(" now")
    assert desk.html == '<p>our shop<a href="mailto:shop@example.com">or write</a> now</p>'


def test_two_brackets_offer_pages_and_the_last_choice_is_one_that_nobody_has_written(desk):
    desk.empty()
    desk.type("See [[refu")
    options = desk.page.get_by_role("listbox", name="Pages").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(desk.text).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(desk.editor.get_by_text("3 suggestions")).to_have_count(1)
    desk.press("ArrowDown", "Enter")
    desk.type(" and [[Chargebacks")
    expect(options.last).to_have_text(re.compile("“Chargebacks”, which nobody has written yet"))
    desk.press("ArrowUp", "Enter")
    desk.type(" or [[Refunds]]")
    expect(desk.text.locator("a")).to_have_count(3)
    desk.type(" and [[no")
    expect(options).to_have_count(3)
    desk.press("Escape")
    expect(options).to_have_count(0)
    expect(desk.text).to_be_focused()
    assert desk.html == (
        '<p>See <a href="/wiki/4-refund-or-credit/" data-page="4">Refund or credit?</a> and '
        '<a data-wanted="Chargebacks">Chargebacks</a> or <a href="/wiki/3-refunds/" data-page="3">Refunds</a>'
        " and [[no</p>"
    )
    assert "refu" in desk.asked


def test_an_at_sign_offers_people_but_not_inside_of_a_word_or_of_code(desk):
    desk.empty()
    desk.type("a@ma")
    desk.press("Enter")
    desk.type("`x` ask @ma")
    option = desk.page.get_by_role("option", name=re.compile("@maya"))
    expect(option).to_contain_text("Maya Okafor · Support agent")
    option.click()
    desk.type("about it\n```\n@ma")
    desk.page.wait_for_timeout(400)
    expect(option).to_have_count(0)
    assert desk.html == (
        '<p>a@ma</p><p><code>x</code> ask <a data-person="7">@maya</a> about it</p><pre><code>@ma</code></pre>'
    )


def test_what_is_pasted_from_a_word_processor_keeps_its_meaning_alone(desk):
    desk.empty()
    desk.paste(
        '<meta charset="utf-8"><style>p{color:red}</style><b style="font-weight:normal"><h1 style="color:red">Plan</h1>'
        '<p class="MsoNormal" style="margin:0"><span style="font-weight:700">Bold</span> and <i>slanted</i>'
        '<script>alert(1)</script> <a href="javascript:alert(1)">not here</a>, <a href="https://a.example/">here</a>'
        '</p><ol style="list-style-type:lower-alpha"><li style="color:red"><p>one</p></li></ol>'
        '<table style="width:100%"><tr><td style="text-align:right" width="5">x</td></tr></table>'
        '<img src="https://a.example/x.png" onerror="alert(1)"></b>'
    )
    assert desk.html == (
        "<h2>Plan</h2><p><strong>Bold</strong> and <em>slanted</em> not here, "
        '<a href="https://a.example/">here</a></p><ol><li>one</li></ol><table><tbody><tr><td>x</td></tr></tbody></table>'
    )


def test_the_tools_work_by_keyboard_alone(desk):
    desk.empty()
    desk.type("word")
    desk.press("Control+a", "Alt+F10")
    expect(desk.tool("Heading")).to_be_focused()
    desk.press("ArrowRight", "ArrowRight", "ArrowRight")
    expect(desk.tool("Bold")).to_be_focused()
    desk.press("Enter")
    expect(desk.text).to_be_focused()
    assert desk.html == "<p><strong>word</strong></p>"
    desk.press("Alt+F10")
    expect(desk.tool("Bold")).to_be_focused()
    desk.press("End", "ArrowRight")
    expect(desk.tool("Heading")).to_be_focused()
    desk.press("Escape")
    expect(desk.text).to_be_focused()
    assert desk.editor.locator(".editor-tools button[tabindex='0']").count() == 1

    desk.press("Tab")
    expect(desk.text).not_to_be_focused()
    desk.press("Shift+Tab")
    desk.text.focus()
    desk.type("```\ncode")
    desk.press("Escape", "Tab")
    expect(desk.text).not_to_be_focused()
    desk.text.focus()
    desk.tool("Table").first.click()
    desk.press("Alt+F10", "Alt+F10")
    expect(desk.editor.get_by_role("button", name="Row").first).to_be_focused()


def test_ctrl_s_sends_the_text_by_the_first_button_of_the_form(desk):
    desk.empty()
    desk.type("Finished.")
    with desk.page.expect_response(lambda answer: answer.status == 204):
        desk.press("Control+s")
    assert len(desk.posted) == 1
    assert "body=%3Cp%3EFinished.%3C%2Fp%3E" in desk.posted[0]
    assert "markdown=" not in desk.posted[0]


def test_without_scripts_clara_writes_markdown_in_a_textarea(browse):
    desk = Desk(browse, scripts=False)
    field = desk.editor.get_by_label("Text")
    expect(field).to_be_visible()
    expect(field).to_be_enabled()
    expect(field).to_have_value("## A heading")
    expect(desk.editor.locator("input[name=body]")).to_be_disabled()
    expect(desk.editor.get_by_role("toolbar")).to_have_count(0)
    expect(desk.section.get_by_text("You have words here")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_tools_stand_below_the_text_and_scroll_sideways(browse, scheme):
    desk = Desk(browse, viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True, is_mobile=True)
    desk.text.tap()
    tools = desk.editor.get_by_role("toolbar", name="Tools for the text")
    expect(tools).to_be_in_viewport()
    expect(tools).to_have_attribute("data-more-after", "")
    assert tools.evaluate("bar => bar.getBoundingClientRect().bottom <= innerHeight - 60"), (
        "Below the bar of the house."
    )
    desk.tool("File").tap(trial=True)
    expect(tools).to_have_attribute("data-more-before", "")
    assert not desk.page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth")


def test_a_screen_reader_finds_nothing_wrong_with_it(desk):
    desk.empty()
    desk.type("See [[refu")
    expect(desk.page.get_by_role("listbox", name="Pages").get_by_role("option")).to_have_count(3)
    found = Axe().run(desk.page, context="#editor").response["violations"]
    assert not [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
