from django.urls import path, re_path

from intranet.kit.http import noun

from .views import account, complete, directory, photos, profile, teams, topics

app_name = "people"
urlpatterns = [
    path("people/", directory.people, name="directory"),
    path("people/new/", account.add, name="add"),
    path("people/<str:username>/edit/", profile.edit, name="edit"),
    path("people/<str:username>/photo/", noun(post=photos.put, delete=photos.remove), name="photo_upload"),
    path("people/<str:username>/standing/", account.standing, name="standing"),
    path("people/<str:username>/link/", account.link, name="link"),
    path(
        "people/<str:username>/following/",
        noun(post=profile.follow, delete=profile.unfollow),
        name="follow_person",
    ),
    path("people/<str:username>/mute/", noun(post=profile.mute, delete=profile.unmute), name="mute"),
    re_path(r"^photos/(?P<key>[\w-]{16,40})-(?P<size>\d{2,4})\.webp$", photos.show, name="photo"),
    path("teams/", directory.teams, name="teams"),
    path("teams/new/", teams.create, name="team_new"),
    path("teams/<int:pk>/edit/", teams.edit, name="team_edit"),
    path("teams/<int:pk>/membership/", noun(post=teams.join, delete=teams.leave), name="membership"),
    path("teams/<int:pk>/members/", noun(get=teams.members, post=teams.add_member), name="members"),
    path(
        "teams/<int:pk>/members/<str:username>/",
        noun(post=teams.set_lead, delete=teams.remove_member),
        name="member",
    ),
    path("teams/<int:pk>/following/", noun(post=teams.follow, delete=teams.unfollow), name="follow_team"),
    path("topics/new/", topics.add, name="topic_new"),
    path("topics/<int:pk>/edit/", topics.edit, name="topic_edit"),
    path("topics/<int:pk>/experts/", topics.experts, name="topic_experts"),
    path("complete/people/", complete.people, name="complete"),
    path("theme/", account.theme, name="theme"),
    path("keys/", account.keys, name="keys"),
    path("welcome/<str:token>/", account.welcome, name="welcome"),
]
