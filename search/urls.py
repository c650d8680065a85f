from django.urls import path

from intranet.kit.http import noun

from .views import bets, enquiries, facets, learning, results, suggestions, synonyms

app_name = "search"
urlpatterns = [
    path("search/", results.results, name="results"),
    path("search/facets/", facets.counts, name="facets"),
    path("search/suggestions/", suggestions.suggestions, name="suggestions"),
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
]
