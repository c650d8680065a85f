from intranet.jobs import task

AT_ONCE = 500  # people


@task()
def tell_subscribers(post: int, after: int = 0) -> int:
    """Whoever subscribed to the blog of a post that came out is told, the next ones by another task. Returns how many.

    `after` is the number of the last person who was asked about.
    """
    # Imported here, because other rooms may import tasks before the models are there.
    from intranet.notifications import notices

    from .authors import speaker_of
    from .models import BlogPost, Subscription

    found = BlogPost.objects.select_related("of_blog__person").filter(pk=post, live=True).first()
    if found is None:
        return 0
    rows = Subscription.objects.filter(blog=found.of_blog_id, person__gt=after).order_by("person")
    people = list(rows.values_list("person", flat=True)[:AT_ONCE])
    told = notices.send("blog.posted", to=people, about=found, by=speaker_of(found), only_once=True)
    if len(people) == AT_ONCE:
        tell_subscribers.enqueue(post, people[-1])
    return len(told)
