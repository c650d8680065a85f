from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "intranet.writing"

    def ready(self) -> None:
        from wagtail.signals import page_unpublished, post_page_move

        from . import receivers

        post_page_move.connect(receivers.page_moved)
        page_unpublished.connect(receivers.page_taken_out)
