from django.urls import path

from intranet.kit.http import noun

from .views import files

app_name = "writing"
urlpatterns = [
    path("pictures/<int:pk>/", files.picture, name="picture"),
    path("documents/<int:pk>/", files.document, name="document"),
    path("writing/pictures/", noun(post=files.put_picture), name="pictures"),
    path("writing/files/", noun(post=files.put_file), name="files"),
]
