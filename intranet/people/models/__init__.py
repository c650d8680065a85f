"""Who we are: people, what they say of themselves, teams, topics, and who follows or mutes whom."""

from .company import Company
from .follow import Follow
from .mute import Mute
from .profile import Profile, Skill
from .team import Membership, Team
from .topic import Topic, TopicExpert
from .user import Role, User

__all__ = [
    "Company",
    "Follow",
    "Membership",
    "Mute",
    "Profile",
    "Role",
    "Skill",
    "Team",
    "Topic",
    "TopicExpert",
    "User",
]
