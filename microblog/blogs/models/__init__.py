"""Blogs, their posts, who writes them, when they go out, who wants to know, what is asked, and how far it reaches."""

from .announcement import Announcement, Subscription
from .blog import Blog, BlogWriter
from .feed_key import FeedKey
from .home import BlogsHome
from .imported import ImportedPicture, ImportedPost
from .post import BlogPost, Credit, Departure, Part, PostTag
from .question import PostQuestion, QuestionRetraction, QuestionVote
from .reach import ReachDay, ReachDepartment, ReachKey
from .review import ReviewTask, Wish

__all__ = [
    "Announcement",
    "Blog",
    "BlogPost",
    "BlogWriter",
    "BlogsHome",
    "Credit",
    "Departure",
    "FeedKey",
    "ImportedPicture",
    "ImportedPost",
    "Part",
    "PostQuestion",
    "PostTag",
    "QuestionRetraction",
    "QuestionVote",
    "ReachDay",
    "ReachDepartment",
    "ReachKey",
    "ReviewTask",
    "Subscription",
    "Wish",
]
