from django.urls import path

from .views import pages

app_name = "blogs"
urlpatterns = [
    path("", pages.home, name="home"),
    path("<int:pk>-<str:slug>/", pages.blog, name="blog"),
    path("posts/<int:pk>-<str:slug>/", pages.post, name="post"),
]
