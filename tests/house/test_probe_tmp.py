import pytest
from django.urls import reverse
from tests.factories import *
from intranet.writing.actions import texts
from wiki.actions import care, pages, voices, watches
from tests.house import canary_wiki
pytestmark = pytest.mark.django_db
def test_probe(company, client):
    people = {n: PersonFactory(username=n, admin=n == "admin") for n in ("author", "insider", "admin")}
    team = TeamFactory(closed=True, members=list(people.values()))
    w = canary_wiki.build(people, team)
    pk = {n: p.pk for n, p in w.pages.items()}
    r = w.revisions("secret")
    client.force_login(people["author"])
    t = client.get(reverse("writing:compare", args=[pk["secret"]])+f"?from={r[0]}&to={r[-1]}").content.decode()
    import re
    print(pk, r, [t[m.start()-80:m.start()+90] for m in re.finditer("heliotrope", t)][:6])
    client.force_login(people["admin"])
    for n in ("secret","inner","open"):
        print(n, client.post(reverse("wiki:move", args=[pk[n]]), {"under": pk["top"] if n!="open" else pk["section"], "sure":"yes"}).status_code)
