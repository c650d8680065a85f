import factory
from django.contrib.auth.hashers import make_password
from django.db.models import F
from factory.django import DjangoModelFactory

from intranet.kit import markup
from intranet.people.models import Follow, Membership, Mute, Profile, Role, Skill, Team, User
from intranet.people.models.user import folded
from tests.support import PASSWORD

ABOUT = ("title", "department", "bio", "manager", "photo")


class PersonFactory(DjangoModelFactory):
    """A colleague with a profile and a password; `title=`, `department=`, `bio=`, `manager=`, `skills=` fill it."""

    class Meta:
        model = User

    class Params:
        former = factory.Trait(is_active=False)
        moderator = factory.Trait(role=Role.MODERATOR)
        admin = factory.Trait(role=Role.ADMIN)
        invited = factory.Trait(password=factory.LazyFunction(lambda: make_password(None)))

    username = factory.Sequence(lambda n: f"colleague{n}")
    name = factory.Sequence(lambda n: f"Colleague No{n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        about = {field: kwargs.pop(field) for field in ABOUT if field in kwargs}
        skills = kwargs.pop("skills", [])
        person = super()._create(model_class, *args, **kwargs)
        profile = Profile.objects.create(user=person, bio_html=markup.render_update(about.get("bio", "")), **about)
        profile.skills.set(
            Skill.objects.get_or_create(folded=folded(skill), defaults={"name": skill})[0] for skill in skills
        )
        profile.sought = profile.words()
        profile.save(update_fields=["sought"])
        return person


class TeamFactory(DjangoModelFactory):
    """An open team without members; `closed=True` makes it closed, `members=[…]` and `lead=` fill it."""

    class Meta:
        model = Team

    class Params:
        closed = factory.Trait(is_closed=True)

    name = factory.Sequence(lambda n: f"Team No{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        members, lead = kwargs.pop("members", []), kwargs.pop("lead", None)
        team = super()._create(model_class, *args, **kwargs)
        for person in [lead, *members] if lead else members:
            MembershipFactory(team=team, person=person, is_lead=person == lead)
        team.refresh_from_db()
        return team


class MembershipFactory(DjangoModelFactory):
    """A person is in a team, which counts them."""

    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        membership = super()._create(model_class, *args, **kwargs)
        Team.objects.filter(pk=membership.team.pk).update(member_count=F("member_count") + 1)
        return membership


class FollowFactory(DjangoModelFactory):
    """`follower=` follows a `person=` or a `team=`."""

    class Meta:
        model = Follow

    follower = factory.SubFactory(PersonFactory)


class MuteFactory(DjangoModelFactory):
    """`by=` does not want to read what `whom=` posts."""

    class Meta:
        model = Mute

    by = factory.SubFactory(PersonFactory)
    whom = factory.SubFactory(PersonFactory)
