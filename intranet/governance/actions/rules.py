"""The rules are written, and accepted."""

from django.core.cache import caches
from django.db import IntegrityError, transaction

from intranet.audit import trail
from intranet.governance.models import RulesAccepted, UseRules
from intranet.governance.rules import KEPT, newest
from intranet.kit import markup
from intranet.people.models import User


class Stale(ValueError):
    """Somebody has written the rules anew since the writing began."""


def save(*, by: User, text: str, base: int, is_asked: bool = True) -> UseRules:
    """A new version of the rules holds; everybody has to accept it if it `is_asked`, as the first one always is.

    `base` is the version on which it was written, 0 for none. The same text again changes nothing. Raises Stale.
    """
    html = markup.show_body(markup.body_from_markdown(text), markup.BodyThings())
    try:
        return _save(by, text, html, base, is_asked)
    except IntegrityError as error:  # at the same moment, on a database that lets two write at once
        raise Stale from error


@transaction.atomic
def accept(*, by: User, rules: UseRules) -> None:
    """`by` has accepted the rules as they stand in this version. Once is enough."""
    _, is_new = RulesAccepted.objects.get_or_create(person=by, rules=rules)
    if is_new:
        trail.record("rules.accepted", by=by, about=rules)


@transaction.atomic
def _save(by: User, text: str, html: str, base: int, is_asked: bool) -> UseRules:
    last = newest()
    version = last.version if last else 0
    if version != base:
        raise Stale
    if last and last.text == text:
        return last
    rules = UseRules.objects.create(version=version + 1, text=text, html=html, is_asked=is_asked or not last, by=by)
    trail.record("rules.saved", by=by, about=rules, is_asked=rules.is_asked)
    transaction.on_commit(lambda: caches["fragments"].delete(KEPT))
    return rules
