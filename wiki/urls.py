from django.urls import path

from intranet.kit.http import noun

from .views import care, drafts, new, pages, places, sections, voices

app_name = "wiki"
urlpatterns = [
    path("", pages.home, name="home"),
    path("wanted/", pages.wanted, name="wanted"),
    path("new/", new.choose, name="new"),
    path("faq/<int:pk>/", noun(post=drafts.make), name="faq"),
    path("drafts/<int:pk>/", noun(get=drafts.show, delete=drafts.discard), name="draft"),
    path("drafts/<int:pk>/publication/", noun(post=drafts.publish), name="draft_publication"),
    path("<int:pk>-<str:slug>/", pages.page, name="page"),
    path("<int:pk>/text/", pages.text, name="text"),
    path("<int:pk>/care/", care.care, name="care"),
    path("<int:pk>/review/", noun(post=care.review), name="review"),
    path("<int:pk>/vote/", noun(post=voices.vote, delete=voices.take_back), name="vote"),
    path("<int:pk>/objections/", noun(post=voices.object_to), name="objections"),
    path("objections/<int:pk>/settlement/", noun(post=voices.settle), name="settlement"),
    path("<int:pk>/watch/", noun(post=voices.watch, delete=voices.unwatch), name="watch"),
    path("<int:pk>/settings/", sections.settings, name="settings"),
    path("<int:pk>/move/", places.move, name="move"),
    path(
        "<int:pk>/withdrawal/",
        noun(get=places.ask_withdraw, post=places.withdraw, delete=places.bring_back),
        name="withdrawal",
    ),
]
