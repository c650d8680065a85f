from django.urls import path

from intranet.kit.http import noun

from .views import desk, reports, rules, writing

app_name = "governance"
urlpatterns = [
    path("reports/", reports.mine, name="mine"),
    path("reports/decisions/<int:pk>/", reports.decision, name="decision"),
    path("reports/<str:kind>/<int:number>/", noun(get=reports.ask, post=reports.send), name="report"),
    path("moderation/", desk.show, name="desk"),
    path("moderation/<str:kind>/<int:number>/", desk.thing, name="thing"),
    path("moderation/<str:kind>/<int:number>/decision/", noun(post=desk.decide), name="decide"),
    path("rules/", rules.show, name="rules"),
    path("rules/acceptance/", noun(post=rules.accept), name="acceptance"),
    path("rules/history/", rules.history, name="rules_history"),
    path("rules/edit/", writing.edit, name="rules_edit"),
    path("rules/acceptances/", writing.acceptances, name="acceptances"),
]
