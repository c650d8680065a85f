from django.urls import path

from intranet.kit.http import noun

from .views import tray, wishes

app_name = "notices"
urlpatterns = [
    path("", tray.tray, name="tray"),
    path("reading/", noun(post=tray.read_all), name="reading_all"),
    path("<int:pk>/reading/", noun(post=tray.read), name="reading"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("silences/<str:place>/", noun(post=wishes.silence, delete=wishes.hear_again), name="silence"),
]
