from django.urls import path

from . import views

app_name = "writing"
urlpatterns = [
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("documents/<int:pk>/", views.document, name="document"),
]
