from django.urls import path

from intranet.kit.http import noun

from .views import atom, feeds

app_name = "feeds"
urlpatterns = [
    path("", feeds.home, name="home"),
    path("key/", noun(post=feeds.renew, delete=feeds.revoke), name="key"),
    path("<str:token>/blogs/<int:pk>.atom", atom.blog, name="blog"),
    path("<str:token>/teams/<int:pk>.atom", atom.team, name="team"),
    path("<str:token>/tags/<str:name>.atom", atom.tag, name="tag"),
]
