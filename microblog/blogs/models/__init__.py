"""Blogs, their posts, who writes them, when they go out, who wants to know, what is asked, and how far it reaches."""

from .announcement import Announcement, Subscription
from .blog import Blog, BlogWriter
from .home import BlogsHome
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
