from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, pre_delete


class WikiConfig(AppConfig):
    name = "wiki"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from intranet.writing.signals import audience_changed
        from microblog.signals import words_gone

        from . import receivers
        from .models import Article, Section

        post_migrate.connect(receivers.stand_ready, sender=self)
        audience_changed.connect(receivers.audience_changed)
        words_gone.connect(receivers.words_gone)
        for model in (Section, Article):
            page_published.connect(receivers.published, sender=model)
            page_unpublished.connect(receivers.unpublished, sender=model)
            post_page_move.connect(receivers.moved, sender=model)
            pre_delete.connect(receivers.goes, sender=model)
            post_delete.connect(receivers.gone, sender=model)
