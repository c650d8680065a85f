"""The use rules of the demo company. Zofia begins today and has not accepted them yet."""

from collections.abc import Callable

from intranet.people.actions import people
from intranet.people.models import User
from intranet.people.welcome import DEMO_PASSWORD

from .actions import rules

TEXT = """\
Trellis is where we talk to each other at work. It is ours, so please treat it as you treat the kitchen on the third floor.

## Say it as you would across a table

- Write with your name, and as kindly as you would speak.
- Argue about the matter, as hard as you like. Leave out the person.
- If you were wrong, say so. Nobody keeps a list.

## What does not belong here

- Names, addresses and orders of customers. Describe the case instead.
- What a closed team has told you. If you are not sure, ask the team.
- Insults, and jokes at the cost of somebody who is not laughing.

## When something went wrong

Press **Report** below what you think should not stand here. A moderator looks at it, mostly on the same day, and you hear
what becomes of it. Who wrote it does not learn who reported it. If something of yours was taken down, you are told why,
and you can ask again.

## What stays

What you write stays with the company, also when you leave. You can edit it, and everybody sees that you did. What you take
back is gone for all readers.
"""


def fill(say: Callable[[str], None]) -> None:
    written = rules.save(by=User.objects.get(username="priya"), text=TEXT, base=0)
    for person in User.objects.here():
        rules.accept(by=person, rules=written)
    say(f"The use rules, which {User.objects.here().count()} people have accepted")
    new = people.add(by=None, username="zofia", name="Zofia Nowak", title="Buyer’s assistant", department="Purchasing")
    new.set_password(DEMO_PASSWORD)
    new.save(update_fields=["password"])
