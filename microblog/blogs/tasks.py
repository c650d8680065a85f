from intranet.jobs import task

from .actions import posts


@task()
def publish_due() -> int:
    """What should be out by now goes out. Returns how many posts these are."""
    return posts.publish_due()
