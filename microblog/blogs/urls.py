from django.urls import path

from intranet.kit.http import noun

from .views import answers, deletion, pages, publication, questions, reach, settings, subscriptions

app_name = "blogs"
urlpatterns = [
    path("", pages.home, name="home"),
    path("<int:pk>-<str:slug>/", pages.blog, name="blog"),
    path("posts/<int:pk>-<str:slug>/", pages.post, name="post"),
    path(
        "<int:pk>/subscription/",
        noun(post=subscriptions.subscribe, delete=subscriptions.unsubscribe),
        name="subscription",
    ),
    path("<int:pk>/settings/", settings.settings, name="settings"),
    path(
        "<int:pk>/cover/",
        noun(get=settings.blog_cover, post=settings.put_blog_cover, delete=settings.remove_blog_cover),
        name="blog_cover",
    ),
    path(
        "posts/<int:pk>/cover/",
        noun(get=settings.post_cover, post=settings.put_post_cover, delete=settings.remove_post_cover),
        name="post_cover",
    ),
    path("posts/<int:pk>/publication/", noun(post=publication.publish), name="publication"),
    path(
        "posts/<int:pk>/departure/",
        noun(post=publication.schedule, delete=publication.unschedule),
        name="departure",
    ),
    path("posts/<int:pk>/review/", noun(post=publication.submit, delete=publication.call_off), name="review"),
    path("posts/<int:pk>/approval/", noun(post=publication.approve), name="approval"),
    path("posts/<int:pk>/refusal/", noun(post=publication.send_back), name="refusal"),
    path(
        "posts/<int:pk>/withdrawal/",
        noun(get=publication.ask_withdraw, post=publication.withdraw),
        name="withdrawal",
    ),
    path("posts/<int:pk>/deletion/", noun(get=deletion.ask, post=deletion.delete), name="deletion"),
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
