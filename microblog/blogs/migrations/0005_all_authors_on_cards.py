"""Cards that are there already name all who wrote their post, as new ones do."""

from django.db import migrations
from django.db.models import F


def name_all(apps, schema_editor):
    others = {}
    wrote = apps.get_model('blogs', 'Credit').objects.filter(part='wrote').order_by('place', 'pk')
    for post, person in wrote.values_list('post', 'person'):
        others.setdefault(post, []).append(person)
    several = [post for post, people in others.items() if people[1:]]
    told = apps.get_model('blogs', 'Announcement').objects.filter(post__in=several, update__is_retracted=False)
    updates = apps.get_model('microblog', 'Update').objects
    for post, update, card in told.values_list('post', 'update', 'update__card'):
        card = card | {'others': others[post][1:]}
        updates.filter(pk=update).update(card=card, version=F('version') + 1)


class Migration(migrations.Migration):

    dependencies = [
        ('blogs', '0004_who_changed_an_answer'),
        ('microblog', '0004_cards'),
    ]

    operations = [
        migrations.RunPython(name_all, migrations.RunPython.noop),
    ]
