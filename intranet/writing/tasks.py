from intranet.jobs import task

from .actions import files


@task()
def forget_unused_files() -> int:
    """Pictures and files that came in more than a day ago, and that nothing uses, are gone. Returns how many."""
    return files.forget_unused()
