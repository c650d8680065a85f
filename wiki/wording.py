"""What a question and its answer say, as an article says it."""

import re

from django.utils.html import format_html
from django.utils.text import Truncator

from intranet.kit import markup
from microblog.attaching import Attaching
from microblog.models import Acceptance, Update

LONGEST_TITLE = 200
_TAGS_BEHIND = re.compile(r"(?:\s+#[\w-]+)+\s*$")
_END = re.compile(r"[\s?!.,:;…]+$")


def title_of(question: Update) -> str:
    """Its first line as a sentence that asks, without the tags behind it."""
    first = next((line for line in question.text.splitlines() if line.strip()), "")
    plain = markup.plain_text(markup.render_update(first)).strip()
    asked = _END.sub("", _TAGS_BEHIND.sub("", plain)) or "What was asked"
    return Truncator(asked).chars(LONGEST_TITLE - 1) + "?"


def best_answer(question: Update) -> Update | None:
    """The accepted one, or else what somebody else said that helped most."""
    accepted = Acceptance.objects.filter(question=question.pk).select_related("answer__author").first()
    if accepted:
        return accepted.answer
    said = Update.objects.standing().filter(root=question.pk, parent=question.pk).exclude(author=question.author_id)
    return said.select_related("author").order_by("-helpful_count", "posted_at", "pk").first()


def body_of(answer: Update | None) -> str:
    """The words of an answer and what went with it; nothing when there is none."""
    if answer is None:
        return ""
    attached = Attaching.of(answer.attached)
    titles = {each["file"]: each["title"] for each in answer.attached if "file" in each}
    shown = '<figure data-picture="{}"><img alt="{}"></figure>', '<p><a data-file="{}">{}</a></p>'
    pictures = [format_html(shown[0], pk, alt) for pk, alt in attached.pictures.items()]
    files = [format_html(shown[1], pk, titles[pk]) for pk in attached.files]
    return markup.clean_body("".join([markup.render_update(answer.text), *pictures, *files]))
