"""The whole house by address. Each is closed to those who are signed out, but for `settings.OPEN_URLS`."""

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_admin

from intranet.audit import views as audit
from intranet.kit import health, http
from intranet.kit.views import gallery
from intranet.kit.views import health as health_page
from intranet.people.views import account
from microblog.views import feeds, topics


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


urlpatterns = [
    path("", include("microblog.urls")),
    path("", include("intranet.people.urls")),
    # Known to all rooms, but made by microblog, which knows the updates on them: pages of people, teams and topics.
    path("people/<str:username>/", feeds.person, name="person"),
    path("teams/<int:pk>/", feeds.team, name="team"),
    path("topics/<int:pk>/", topics.one, name="topic"),
    path("", include("intranet.writing.urls")),
    path("", include("intranet.governance.urls")),
    path("blogs/", include("microblog.blogs.urls")),
    path("feeds/", include("microblog.blogs.feed_urls")),
    path("wiki/", include("wiki.urls")),
    path("", include("search.urls")),
    path("notices/", include("intranet.notifications.urls")),
    path("desk/", include("intranet.notifications.desk_urls")),
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-in/closed/", allauth.account_inactive, name="account_inactive"),
    path("sign-out/", account.sign_out, name="account_logout"),
    path("trail/", audit.trail, name="trail"),
    path("gallery/", gallery, name="gallery"),
    path("health/", health_page, name="health"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    # Wagtail's own sign-in and sign-out lead to ours, so that nothing goes round throttling and single sign-on.
    path("office/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("office/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("office/", include(wagtail_admin)),
]

handler400 = http.bad_request
handler403 = http.forbidden
handler404 = http.not_found
