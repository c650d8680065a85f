from django.urls import path

from intranet.kit.http import noun

from .views import asked, complete, feeds, questions, reactions, topics, updates

app_name = "microblog"
urlpatterns = [
    path("", feeds.home, name="home"),
    path("company/", feeds.company, name="company"),
    path("following/", feeds.following, name="following"),
    path("questions/", asked.questions, name="questions"),
    path("topics/", topics.every, name="topics"),
    path("tags/<str:name>/", feeds.tag, name="tag"),
    path("complete/tags/", complete.tags, name="complete"),
    path("updates/", noun(get=feeds.to_home, post=updates.post), name="updates"),
    path("updates/<int:pk>/", noun(get=feeds.thread, delete=updates.undo), name="thread"),
    path("updates/<int:pk>/replies/", noun(get=feeds.to_thread, post=updates.reply), name="replies"),
    path("updates/<int:pk>/edit/", updates.edit, name="edit"),
    path("updates/<int:pk>/history/", updates.history, name="history"),
    path("updates/<int:pk>/retraction/", noun(get=updates.ask_retract, post=updates.retract), name="retraction"),
    path("updates/<int:pk>/claim/", noun(post=questions.claim, delete=questions.release), name="claim"),
    path("updates/<int:pk>/acceptance/", noun(post=questions.accept, delete=questions.take_back), name="acceptance"),
    path(
        "updates/<int:pk>/helpful/",
        noun(post=questions.find_helpful, delete=questions.find_unhelpful, toggle=questions.toggle_helpful),
        name="helpful",
    ),
    path(
        "updates/<int:pk>/duplicate/",
        noun(get=questions.ask_merge, post=questions.merge, delete=questions.unmerge),
        name="duplicate",
    ),
    path("updates/<int:pk>/documented/", noun(get=questions.documented), name="documented"),
    path("updates/<int:pk>/draft/", noun(get=questions.drafted), name="drafted"),
    path("updates/<int:pk>/reactions/", reactions.who, name="reactions"),
    path(
        "updates/<int:pk>/reactions/<str:sign>/",
        noun(post=reactions.give, delete=reactions.take_back, toggle=reactions.toggle),
        name="reaction",
    ),
]
