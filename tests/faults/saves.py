"""An article, and somebody who may write on it: `python -m tests.faults.saves`, in the folder of `TRELLIS_DATA`.

Prints the number of the article and the username as JSON; what it says afterwards with the number as an argument.
"""

import json
import sys

import django


def main() -> None:
    django.setup()
    from intranet.people.models import Company
    from intranet.writing.models import Change
    from tests.factories import PersonFactory
    from tests.factories.wiki import ArticleFactory
    from wiki.models import Article

    if len(sys.argv) > 1:
        article = Article.objects.get(pk=sys.argv[1])
        changes = Change.objects.filter(page=article).count()
        print(json.dumps({"body": article.body, "changes": changes, "revisions": article.revisions.count()}))
        return
    Company.objects.create(pk=1, name="Northwind")
    article = ArticleFactory(body="<p>What stood there before.</p>", owner=PersonFactory(username="writer"))
    print(json.dumps({"article": article.pk, "username": "writer"}))


if __name__ == "__main__":
    main()
