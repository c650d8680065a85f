from django.urls import path

from .views import results, suggestions

app_name = "search"
urlpatterns = [
    path("search/", results.results, name="results"),
    path("search/suggestions/", suggestions.suggestions, name="suggestions"),
]
