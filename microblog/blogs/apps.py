from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate


class BlogsConfig(AppConfig):
    name = "microblog.blogs"
    label = "blogs"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from intranet.writing.signals import audience_changed

        from . import receivers
        from .models import Blog, BlogPost

        post_migrate.connect(receivers.stand_ready, sender=self)
        audience_changed.connect(receivers.audience_changed)
        page_published.connect(receivers.published, sender=BlogPost)
        page_unpublished.connect(receivers.unpublished, sender=BlogPost)
        post_delete.connect(receivers.gone, sender=BlogPost)
        page_published.connect(receivers.blog_published, sender=Blog)
