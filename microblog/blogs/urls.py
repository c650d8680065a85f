from django.urls import path

from intranet.kit.http import noun

from .views import pages, subscriptions

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
]
