from django.urls import path

from intranet.kit.http import noun

from .views import drafts, edit, files, find, history, preview

app_name = "writing"
urlpatterns = [
    path("pictures/<int:pk>/", files.picture, name="picture"),
    path("documents/<int:pk>/", files.document, name="document"),
    path("pages/<int:pk>/", edit.page, name="page"),
    path("pages/<int:pk>/edit/", edit.edit, name="edit"),
    path("pages/<int:pk>/preview/", preview.preview, name="preview"),
    path("pages/<int:pk>/history/", history.history, name="history"),
    path("pages/<int:pk>/history/compare/", history.compare, name="compare"),
    path("pages/<int:pk>/history/<int:number>/", history.revision, name="revision"),
    path("pages/<int:pk>/restore/", edit.restore, name="restore"),
    path("pages/<int:pk>/new/<slug:key>/", edit.new, name="new"),
    path("pages/<int:pk>/new/<slug:key>/preview/", preview.preview_new, name="preview_new"),
    path("writing/drafts/<slug:key>/", noun(post=drafts.keep, delete=drafts.drop), name="draft"),
    path("writing/pages/", find.pages, name="find_pages"),
    path("writing/people/", find.people, name="find_people"),
    path("writing/pictures/", noun(post=files.put_picture), name="pictures"),
    path("writing/files/", noun(post=files.put_file), name="files"),
]
