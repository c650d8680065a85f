from intranet.jobs import task

from .actions import drafts


@task()
def end_writing() -> int:
    """Whoever has typed nothing for a minute is no longer writing. Returns how many these are."""
    return drafts.end_writing()
