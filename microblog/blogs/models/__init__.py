"""Blogs, their posts, who writes them, when they go out, and who wants to know."""

from .announcement import Announcement, Subscription
from .blog import Blog, BlogWriter
from .feed_key import FeedKey
from .home import BlogsHome
from .imported import ImportedPicture, ImportedPost
from .post import BlogPost, Credit, Departure, Part, PostTag
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
    "PostTag",
    "ReviewTask",
    "Subscription",
    "Wish",
]
