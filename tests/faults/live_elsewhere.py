"""A process that posts and holds no sockets: it stands for the worker and for commands.

Each line on its standard input is an update as JSON; it answers with a line that says the update's number. It ends
with its input.
"""

import json
import sys


def main() -> None:
    import django

    django.setup()
    from intranet.people.models import Team, User
    from microblog.actions import updates

    print("ready", flush=True)
    for line in sys.stdin:
        said = json.loads(line)
        update = updates.post(
            by=User.objects.get(pk=said["by"]),
            text=said["text"],
            teams=list(Team.objects.filter(pk__in=said["teams"])),
            key=said["key"],
        )
        print(update.pk if update else 0, flush=True)


if __name__ == "__main__":
    main()
