from intranet.jobs import task

from .actions import drafts, files


@task()
def end_writing() -> int:
    """Whoever has typed nothing for a minute is no longer writing. Returns how many these are."""
    return drafts.end_writing()


@task()
def forget_unused_files() -> int:
    """Pictures and files that came in more than a day ago, and that nothing uses, are gone. Returns how many."""
    return files.forget_unused()
