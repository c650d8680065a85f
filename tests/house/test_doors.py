"""One door for every read, one path for every write."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from intranet.audit import trail
from intranet.audit.models import Entry
from intranet.governance.models import Decision, Report
from intranet.notifications.models import Notice
from intranet.people.models import Team, User
from intranet.writing.models import Document, Draft, Image, LongText
from microblog.blogs.actions import questions
from microblog.blogs.models import Blog, BlogPost, PostQuestion
from microblog.models import Tag, Update
from search import documents, learned
from search.actions import wanted
from search.models import BestBet, MissedSearch, Saying, Wanted
from search.models import Document as Found
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    DocumentFactory,
    ImageFactory,
    PersonFactory,
    PostFactory,
    SectionFactory,
    TeamFactory,
    UpdateFactory,
)
from tests.factories.governance import DecisionFactory, ReportFactory
from tests.factories.search import BestBetFactory, EnquiryFactory, MissedSearchFactory
from tests.house.behind import BEHIND
from wiki.models import Article, Section, WantedPage

ROOT = Path(__file__).resolve().parents[2]
GUARDED = {Update, Tag, Team, User, Image, Document, Draft, Entry, Found, BestBet, Saying}
GUARDED |= {Notice, LongText, Section, Article, WantedPage, Blog, BlogPost, PostQuestion}
GUARDED |= {Report, Decision, MissedSearch, Wanted}
#: Nobody is signed in when these happen, so there is no `by`.
WITHOUT_BY = {"found_company", "open_account", "import_updates", "forget_who_asked", "replace_all", "forget_unused"}
WITHOUT_BY |= {"forget_keys"}
WITHOUT_BY |= {"begin_missed", "recount", "pass_on", "led_further", "end_itself", "tell_answer"}
WITHOUT_BY |= {"settle", "has_changed", "end_writing", "let_go"}
#: What follows from what somebody did elsewhere, and is told by a signal.
WITHOUT_BY |= {"published", "unpublished", "audience_changed", "tag", "going", "gone", "moved"}
#: What is told of something follows from that; what is due goes out in the name of who said when.
WITHOUT_BY |= {"change", "change_many", "hide", "publish_due", "is_gone", "let_lapse", "notice_repetitions"}
WITHOUT_BY |= {"count_reader"}  # nobody is to know who it was
#: Too long for one transaction: done in parts, each of them whole, and taken up again where it stopped.
IN_PARTS = {"import_updates", "forget_who_asked"}
ROOMS = [ROOT / room.replace(".", "/") for room in settings.ROOMS]
WRITES = {
    *("create", "save", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("set", "set_password", "set_unusable_password", "record"),
}


def models_of_the_house():
    return [model for room in apps.get_app_configs() if room.name in settings.ROOMS for model in room.get_models()]


def test_every_model_has_a_door_or_a_reason():
    known = {model._meta.label for model in GUARDED} | BEHIND.keys()
    missing = [
        model._meta.label
        for model in models_of_the_house()
        if not {model._meta.label, f"{model._meta.app_label}.*"} & known
    ]
    assert not missing, f"Give these a `visible_to`, or say in BEHIND what they stand behind: {missing}"
    gone = BEHIND.keys() - {model._meta.label for model in models_of_the_house()} - {"jobs.*"}
    assert not gone


@pytest.mark.parametrize("model", sorted(GUARDED, key=str), ids=lambda model: model._meta.label)
def test_whoever_is_signed_out_or_deactivated_gets_through_no_door(db, clara, model):
    update = UpdateFactory(text="#budget", team=TeamFactory())
    ArticleFactory(parent=SectionFactory(), body='<p><a data-wanted="Budget">b</a></p>')
    ImageFactory(uploaded_by_user=clara)
    DocumentFactory(uploaded_by_user=clara)
    trail.record("team.created", by=clara, about=Team.objects.get())
    former = PersonFactory(former=True, admin=True)
    documents.gather("update")
    BestBetFactory(document=Found.objects.get(kind="update"))
    for _ in range(learned.SEVERAL):
        EnquiryFactory(words="budget", opened=Found.objects.get(kind="update"))
    learned.learn()
    MissedSearchFactory(owner=clara)
    wanted.want(by=clara, words="budget", found=0)
    Draft.objects.create(person=clara, page=ArticleFactory())
    Notice.objects.create(to=clara, kind="update.mentioned", about=1)
    questions.ask(by=clara, post=PostFactory(blog=BlogFactory(team=TeamFactory())), text="Why?", key="1")
    ReportFactory(thing=update, by=former, decision=DecisionFactory(thing=update, authors=[former]))
    assert model.objects.visible_to(clara).exists()  # noise: there is something to see
    assert not model.objects.visible_to(former).exists()
    assert not model.objects.visible_to(AnonymousUser()).exists()


def test_the_trail_can_neither_be_changed_nor_shortened(clara):
    trail.record("person.edited", by=clara, about=clara)
    entry = Entry.objects.get()
    for deed in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(by_name="Nobody")):
        with pytest.raises(TypeError):
            deed()
    assert Entry.objects.get().by_name == "Clara Duarte"


# --- What the code looks like --------------------------------------------------------------------
def sources(folder_or_file: str) -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in [*room.glob(f"{folder_or_file}.py"), *room.glob(f"{folder_or_file}/**/*.py")]:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def unguarded_reads(tree: ast.Module) -> Iterator[int]:
    """Lines where rows of a guarded model are taken without asking who looks.

    A subquery behind `…__in=` only narrows what came through a door, and `.none()` holds nothing.
    """
    names = {model.__name__ for model in GUARDED}
    narrowing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg and node.arg.endswith("__in")
        for inner in ast.walk(node.value)
    }
    inner_calls: set[int] = set()
    for node in ast.walk(tree):  # parents come before their children
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id.startswith("get_") and isinstance(first, ast.Name) and first.id in names:
                yield node.lineno
        if not isinstance(node, ast.Call | ast.Attribute) or id(node) in inner_calls:
            continue
        chain, at = [], node
        while isinstance(at, ast.Call | ast.Attribute):
            inner_calls.add(id(at))
            if isinstance(at, ast.Attribute):
                chain.append(at.attr)
                at = at.value
            else:
                at = at.func
        if (
            isinstance(at, ast.Name) and at.id in names and "objects" in chain
            and not {"visible_to", "none"} & set(chain) and id(node) not in narrowing
        ):  # fmt: skip
            yield node.lineno


def test_no_view_takes_rows_past_the_door():
    past = [f"{path}:{line}" for path, tree in sources("views") for line in unguarded_reads(tree)]
    assert not past, "Start at `….objects.visible_to(viewer)`: " + ", ".join(past)


@pytest.mark.parametrize(
    ("code", "is_seen"),
    [
        ("Update.objects.all()", True),
        ("Update.objects.get(pk=1)", True),
        ("Team.objects.filter(is_closed=True).first()", True),
        ("get_object_or_404(User, username=name)", True),
        ("get_object_or_404(User.objects.with_profile(), username=name)", True),
        ("Update.objects.filter(author=User.objects.get(pk=1)).visible_to(me)", True),
        ("Update.objects.visible_to(me).filter(pk=1)", False),
        ("get_object_or_404(Update.objects.standing().visible_to(me), pk=1)", False),
        ("Tag.objects.none()", False),
        ("found.filter(pk__in=User.objects.sought(words))", False),
        ("Company.objects.get()", False),
    ],
)
def test_a_read_past_the_door_is_noticed(code, is_seen):
    assert bool(list(unguarded_reads(ast.parse(code)))) == is_seen


def complaints(tree: ast.Module) -> Iterator[str]:
    """What the public functions of a file of actions miss, if they write."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    def called(function: ast.FunctionDef) -> set[str]:
        return {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
        }

    def is_atomic(function: ast.FunctionDef) -> bool:
        return any(ast.unparse(decorator).startswith("transaction.atomic") for decorator in function.decorator_list)

    def writes(name: str, seen: frozenset[str] = frozenset()) -> bool:
        calls = called(functions[name])
        return bool(calls & WRITES) or any(writes(n, seen | {name}) for n in calls & functions.keys() - seen - {name})

    def is_whole(function: ast.FunctionDef, seen: frozenset[str] = frozenset()) -> bool:
        """In one transaction: by itself, or because all it does is call such functions."""
        seen |= {function.name}  # what it calls by one of these names is of another file
        through = [functions[n] for n in called(function) & functions.keys() - seen if writes(n)]
        return is_atomic(function) or (not called(function) & WRITES and all(is_whole(each, seen) for each in through))

    for name, function in functions.items():
        if name.startswith("_") or not writes(name):
            continue
        args = function.args
        if args.args or args.posonlyargs or args.vararg:
            yield f"{name}: takes its arguments by place"
        if name not in WITHOUT_BY and (not args.kwonlyargs or args.kwonlyargs[0].arg != "by"):
            yield f"{name}: does not say first who does it"
        if name not in IN_PARTS and not is_whole(function):
            yield f"{name}: may be done by half"


def test_every_action_says_who_does_it_and_is_done_whole_or_not_at_all():
    found = [f"{path} {each}" for path, tree in sources("actions") for each in complaints(tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "@transaction.atomic\ndef post(by, text):\n    Update.objects.create(text=text)",
        "@transaction.atomic\ndef post(*, text, by):\n    Update.objects.create(text=text)",
        "def post(*, by, text):\n    Update.objects.create(text=text)",
        "def post(*, by, text):\n    _make(text)\ndef _make(text):\n    Update(text=text).save()",
    ],
)
def test_a_careless_action_is_noticed(code):
    assert list(complaints(ast.parse(code)))


def test_a_function_that_only_reads_may_look_as_it_likes():
    assert not list(complaints(ast.parse("def digest(text, to):\n    return Update.objects.filter(pk=to).first()")))
