from django.urls import path

from intranet.kit.http import noun

from .views import answers, pages, questions, reach

app_name = "blogs"
urlpatterns = [
    path("", pages.home, name="home"),
    path("<int:pk>-<str:slug>/", pages.blog, name="blog"),
    path("posts/<int:pk>-<str:slug>/", pages.post, name="post"),
    path("posts/<int:pk>/questions/", noun(get=questions.every, post=questions.ask), name="questions"),
    path("posts/<int:pk>/answers/", noun(get=answers.first), name="answers"),
    path("posts/<int:pk>/reach/", noun(get=reach.reach), name="reach"),
    path("questions/<int:pk>/answer/", noun(get=answers.show, post=answers.save), name="answer"),
    path(
        "questions/<int:pk>/vote/",
        noun(post=questions.vote, delete=questions.unvote, toggle=questions.toggle),
        name="question_vote",
    ),
    path(
        "questions/<int:pk>/retraction/",
        noun(get=questions.ask_take_back, post=questions.take_back),
        name="question_retraction",
    ),
]
