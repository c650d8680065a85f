from django.urls import path

from intranet.kit.http import noun

from .views import bets, enquiries, facets, learning, missed, results, similar, suggestions, synonyms, wanted

app_name = "search"
urlpatterns = [
    path("search/", results.results, name="results"),
    path("search/facets/", facets.counts, name="facets"),
    path("search/suggestions/", suggestions.suggestions, name="suggestions"),
    path("search/similar/", similar.similar, name="similar"),
    path("search/solved/<str:kind>/<int:number>/", noun(post=similar.solve, delete=similar.take_back), name="solved"),
    path("search/enquiries/", enquiries.note, name="enquiries"),
    path("search/learning/", learning.learning, name="learning"),
    path("search/synonyms/", synonyms.synonyms, name="synonyms"),
    path("search/synonyms/new/", synonyms.add, name="synonym_new"),
    path(
        "search/synonyms/<int:pk>/",
        noun(get=synonyms.edit, post=synonyms.save, delete=synonyms.delete),
        name="synonym",
    ),
    path("search/best-bets/", bets.bets, name="bets"),
    path("search/best-bets/new/", bets.add, name="bet_new"),
    path("search/best-bets/<int:pk>/", noun(delete=bets.delete), name="bet"),
    path("search/missed/", missed.missed, name="missed"),
    path("search/missed/<int:pk>/", missed.one, name="missed_one"),
    path("search/missed/<int:pk>/synonym/", noun(post=missed.add_synonym), name="missed_synonym"),
    path("search/missed/<int:pk>/best-bet/", noun(post=missed.set_bet), name="missed_bet"),
    path("search/missed/<int:pk>/dismissal/", noun(post=missed.dismiss), name="missed_dismissal"),
    path("search/missed/<int:pk>/owner/", noun(post=missed.hand_over), name="missed_owner"),
    path("search/waiting/", noun(get=wanted.wanted, post=wanted.want), name="wanted"),
    path("search/waiting/<int:pk>/", noun(delete=wanted.take_back), name="wanted_one"),
]
