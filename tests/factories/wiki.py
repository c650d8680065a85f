import factory
from factory.django import DjangoModelFactory

from intranet.writing.actions import texts
from microblog.models import Tag
from wiki.models import Article, ArticleTag, HelpfulVote, Objection, Section, SectionPublisher, WikiHome

from .people import PersonFactory


class LongTextFactory(DjangoModelFactory):
    """A published page under its `parent=` (the home of the wiki unless said otherwise), with one revision.

    `team=` is the closed team that it is for; below a page that is for one, that team. `out=True` is one taken out.
    """

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None) or WikiHome.the_one()
        team, out = kwargs.pop("team", None), kwargs.pop("out", False)
        by = kwargs.pop("by", None) or kwargs.get("owner")
        page = model_class(*args, **kwargs, audience=team)
        parent.refresh_from_db()  # it counts its children
        parent.add_child(instance=page)
        page.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
        page = model_class.objects.get(pk=page.pk)
        if out:
            texts.withdraw(by=by or PersonFactory(), page=page)
            page.refresh_from_db()
        return page


class SectionFactory(LongTextFactory):
    """A section; `publishers=[…]` are the people and teams who alone may write there."""

    class Meta:
        model = Section

    title = factory.Sequence(lambda n: f"Section No{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        publishers = kwargs.pop("publishers", [])
        section = super()._create(model_class, *args, **kwargs)
        for each in publishers:
            kind = "team" if each._meta.model_name == "team" else "person"
            SectionPublisher.objects.create(section=section, **{kind: each})
        return section


class ArticleFactory(LongTextFactory):
    """An article; `tags=["billing"]` are its tags."""

    class Meta:
        model = Article

    title = factory.Sequence(lambda n: f"Article No{n}")
    body = factory.Sequence(lambda n: f"<p>What article No{n} says.</p>")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        tags = kwargs.pop("tags", [])
        article = super()._create(model_class, *args, **kwargs)
        for name in tags:
            ArticleTag.objects.create(article=article, tag=Tag.objects.get_or_create(name=name)[0])
        return article


class HelpfulVoteFactory(DjangoModelFactory):
    """`person=` found the article as it stands helpful, or `is_helpful=False`."""

    class Meta:
        model = HelpfulVote

    article = factory.SubFactory(ArticleFactory)
    person = factory.SubFactory(PersonFactory)
    revision = factory.LazyAttribute(lambda vote: vote.article.head)
    is_helpful = True


class ObjectionFactory(DjangoModelFactory):
    """`by=` says that something is wrong with an article."""

    class Meta:
        model = Objection

    article = factory.SubFactory(ArticleFactory)
    by = factory.SubFactory(PersonFactory)
    line = factory.Sequence(lambda n: f"Line {n} is wrong.")
