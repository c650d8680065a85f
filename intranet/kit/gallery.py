"""What the gallery shows in each component."""

from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from django import forms

NAMES = (
    "Ines Lindqvist",
    "Tom Berger",
    "Clara Duarte",
    "Jun Park",
    "Maya Okafor",
    "Noor Haddad",
    "Olu Adeyemi",
    "Priya Raman",
    "Sam O’Neill",
    "Hanna Weiss",
    "Luís Ferreira",
    "Théo Laurent",
)
NEVER = 9_000_000_000_000  # the number of an update that never was


class SampleForm(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label="Title", help_text="As colleagues know it.")
    wrong = forms.EmailField(label="Mail")
    bio = forms.CharField(label="About you", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    team = forms.ChoiceField(choices=[("", "All"), ("care", "Customer care"), ("platform", "Platform")], required=False)
    remember = forms.BooleanField(label="Stay signed in on this computer", required=False)
    teams = forms.MultipleChoiceField(
        label="For whom?",
        choices=[("care", "Customer care"), ("platform", "Platform"), ("lunch", "All hands")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Everybody, unless you choose teams.",
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("open", "Open"), ("closed", "Closed")], widget=forms.RadioSelect, initial="open"
    )
    photo = forms.FileField(label="Photo", help_text="JPEG, PNG or WebP, at most 10 MB.", required=False)


def person(name: str, hue: int, **more: Any) -> dict[str, Any]:
    """What the components ask of a person."""
    first, *_, last = name.split()
    known = {"name": name, "username": first.lower(), "initials": first[0] + last[0], "hue": hue, "photo_url": ""}
    return known | more


def form(theme: str) -> SampleForm:
    """A form that was sent with mistakes; its names carry the theme, since it stands on the page twice."""
    sent = {"text": "Support lead", "wrong": "tom at example", "bio": "Answers since 2019.", "kind": "open"}
    return SampleForm({f"{theme}-{name}": value for name, value in sent.items()}, prefix=theme)


def reacted(pk: int, *counts: int) -> dict[str, Any]:
    """What the row of reactions asks of an update; this one never was."""
    signs = ("like", "👍", "Thumbs up"), ("love", "❤️", "Heart"), ("laugh", "😄", "Laugh"), ("cheer", "🎉", "Celebrate")
    named = [dict(zip(("key", "character", "name"), sign, strict=True)) for sign in signs]
    return {"pk": pk, "version": 1, "reaction_counts": counts, "tally": list(zip_longest(named, counts, fillvalue=0))}


def group(pk: int, said: str, title: str, people: list[Any], *, others: int = 0, **more: Any) -> dict[str, Any]:
    """What the tray asks of a line in it."""
    second = people[1]["name"] if others == 1 else f"{others} others"
    who = f"{people[0]['name']} and {second}" if people else ""
    about = {
        "icon": "chat-bubble-left",
        "is_unread": True,
        "place": "",
        "at": datetime(2026, 11, 21, 9, 12, tzinfo=UTC),
    }
    return (
        {"pk": NEVER + pk, "people": people, "who": who, "said": ("", said), "title": title, "address": "#tray"}
        | about
        | more
    )


def asked(name: str, **more: Any) -> dict[str, Any]:
    """What the line of a question asks of how it stands."""
    by, at = person("Tom Berger", 4), datetime(2026, 11, 21, 9, 12, tzinfo=UTC)
    return {"number": NEVER, "name": name, "by": by, "at": at, "times": 1} | more


#: What stands in the editor, in the form in which it is given to it.
BODY = """<h2>How to do it</h2><p>Keep it as <strong>credit</strong>, unless the customer asks. See
<a data-page="12" href="/gallery/">Double payment</a>, or ask <a data-person="7">@tom</a>.</p>
<aside data-tone="tip"><p>Ask for the parcel note first.</p></aside>
<table><thead><tr><th>Account</th><th>Limit</th></tr></thead>
<tbody><tr><td>Private</td><td>500 €</td></tr></tbody></table>
<pre data-language="python"><code>print("credit")</code></pre>"""

PEOPLE = [person(name, hue, title="Support lead", department="Customer care") for hue, name in enumerate(NAMES)]

#: Every component: its name, which is also that of its template in `templates/gallery/`, its title, and a note.
SECTIONS = [
    ("asked", "Asked", "How a question stands; the buttons are shown to those who may press them."),
    ("avatar", "Avatar", "Twelve hues, four sizes, with and without a photo."),
    ("badge", "Badge", ""),
    ("body", "Body of a long text", ""),
    ("button", "Button", "First once per screen; ordinary, plain, danger; disabled, small, icon only, pressed."),
    ("card", "Card", ""),
    ("chart", "Chart", "Each column says its numbers when one points at it; they stand in a table, too."),
    ("chip", "Chip", "Audience, tag, filter; the filter in force is marked."),
    ("code", "Code", ""),
    ("composer", "Composer", "Empty it is one line; it grows with the text."),
    ("counter", "Counter", ""),
    ("crumbs", "Crumbs", ""),
    ("dialog", "Dialog", "Press ? to see it where it belongs."),
    ("diff", "Diff", ""),
    ("dropzone", "Dropzone", ""),
    ("editor", "Editor", "Loaded only where one writes. Nothing is sent from here."),
    ("empty", "Empty state", ""),
    ("facts", "Facts", ""),
    ("field", "Field", "Text with help, with an error, long text, choice, check box, many, one of some."),
    ("files", "Files", "As an update shows them."),
    ("find", "Find", ""),
    ("flash", "Flash", "One with Undo goes by itself after ten seconds, not while one points at it."),
    ("history", "History", ""),
    ("icon", "Icon", ""),
    ("menu", "Menu", ""),
    ("meter", "Meter", ""),
    ("notice", "Notice", ""),
    ("options", "Options", "What is offered after @ and #."),
    ("pager", "Pager", "More, the end, an error."),
    ("panel", "Panel", ""),
    ("people-picker", "People picker", ""),
    ("person", "Person", ""),
    ("pictures", "Pictures", "Their place and colour are there before they are; each opens the lightbox."),
    ("pill", "Pill", ""),
    ("progress", "Progress", ""),
    ("reactions", "Reactions", "None yet; some, one of them the reader’s own."),
    ("skeleton", "Skeleton", "Stands where something is about to be."),
    ("status", "Status", ""),
    ("tabs", "Tabs", ""),
    ("team", "Team", ""),
    ("theme", "Theme", ""),
    ("time", "Time", "Written out in full; the clock of the page makes it relative."),
    ("toc", "Contents list", ""),
    ("told", "Told", "What an update tells of that stands elsewhere, with and without a cover."),
    ("tooltip", "Tooltip", "Repeats the name of a button that shows only an icon."),
    ("tray", "Tray", "What somebody is told: unread and read, by one, two or many, and by nobody."),
    ("tree", "Tree", ""),
    ("update", "Update and replies", ""),
]

SAMPLES: dict[str, Any] = {
    "sections": [
        {"name": name, "title": title, "note": note, "template": f"gallery/{name}.html"}
        for name, title, note in SECTIONS
    ],
    "looks": [
        {
            "theme": theme,
            "form": form(theme),
            "none": reacted(pk),
            "some": reacted(pk + 1, 3, 0, 12, 1),
            "mine": {pk + 1: ["laugh"]},
        }
        for theme, pk in (("light", NEVER), ("dark", NEVER + 2))
    ],
    "asked": [
        asked("open", times=3),
        asked("claimed", claim={"by_id": 0, "until": datetime(2026, 11, 21, 9, 22, tzinfo=UTC)}),
        asked("answered"),
        asked("accepted", answer=NEVER + 1),
        asked("duplicate", before=NEVER + 1),
        asked("documented"),
    ],
    "body": BODY,
    "people": PEOPLE,
    "person": PEOPLE[0],
    "other": PEOPLE[1],
    "photo": person("Clara Duarte", 2, photo_url="/static/icons/trellis.svg"),
    "team": person(
        "Customer care", 5, purpose="Answers customers before they ask twice.", is_closed=False, member_count=14
    ),
    "closed_team": person("Pay review", 10, purpose="Bands and raises.", is_closed=True, member_count=1),
    "when": datetime(2026, 11, 21, 9, 12, tzinfo=UTC),
    "crumbs": [("Wiki", "#"), ("Billing", "#"), ("Refunds", "#")],
    "tabs": [("For you", "#", True), ("Company", "#", False), ("Questions", "#", False, 7)],
    "diff": [
        ("same", "Keep it as credit, unless the customer asks "),
        ("del", "within 14 days"),
        ("ins", "until the date on the parcel note"),
        ("same", "."),
    ],
    "facts": [("Department", "Customer care", "#"), ("Manager", "Clara Duarte", "#"), ("Here since", "March 2019", "")],
    "meter": [("good", 0, 41), ("due", 41, 6), ("danger", 47, 2)],
    "chart": {
        "width": 40,
        "height": 12,
        "wide": 8,
        "columns": [
            {"x": 1, "title": "1 May: 12 searches", "parts": [("good", 5, 7), ("due", 2, 3), ("danger", 0, 2)]},
            {"x": 11, "title": "2 May: 9 searches", "parts": [("good", 5, 7), ("due", 3, 2)]},
            {"x": 21, "title": "3 May: nothing", "parts": []},
            {"x": 31, "title": "4 May: 10 searches", "parts": [("good", 3, 9), ("danger", 2, 1)]},
        ],
    },
    "chart_legend": [("good", "opened"), ("due", "not opened"), ("danger", "nothing found")],
    "menu": [
        {"label": "Copy the address", "icon": "link", "href": "#"},
        {"label": "Edit", "icon": "pencil", "href": "#"},
        {"label": "Retract", "icon": "trash", "formaction": "#", "kind": "danger"},
    ],
    "toc": [("How to do it", "how", True), ("Limits", "limits", False)],
    "told": {
        "icon": "newspaper",
        "hue": 2,
        "name": "New in the blog",
        "where": "From the top floor",
        "where_address": "#told",
        "title": "What I learned in the warehouse",
        "text": "Two days at the packing table, and three things that change in spring.",
        "address": "#told",
        "minutes": 4,
    },
    "cover": {"src": "/static/pictures/home.png", "srcset": "", "width": 1440, "height": 900, "colour": "#5b8a72"},
    "tray": [
        group(1, "replied to", "A customer paid an invoice twice. Do we refund to the card?", PEOPLE[:2], others=3),
        group(2, "mentioned you in", "Deploys are back to normal.", PEOPLE[2:4], others=1, is_unread=False),
        group(3, "Your report was answered:", "the use rules", [], icon="clipboard-document-list"),
    ],
    "tree": [
        {
            "label": "Billing",
            "open": True,
            "branches": [{"label": "Refunds", "href": "#", "current": True}, {"label": "Invoices", "href": "#"}],
        },
        {"label": "Shipping", "href": "#"},
    ],
}
