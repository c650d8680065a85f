"""Of a subscription it is known which posts were seen, and no longer when: the moments that were kept are forgotten."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def forget(apps, schema_editor):
    posts = apps.get_model('blogs', 'BlogPost').objects.filter(of_blog=OuterRef('blog'))
    seen = posts.filter(first_published_at__lte=OuterRef('seen_until')).order_by('-first_published_at')
    subscriptions = apps.get_model('blogs', 'Subscription').objects
    subscriptions.update(seen_until=Coalesce(Subquery(seen.values('first_published_at')[:1]), F('at')))


class Migration(migrations.Migration):

    dependencies = [
        ('blogs', '0002_reach_is_forgotten'),
    ]

    operations = [
        migrations.RenameField(model_name='subscription', old_name='seen_at', new_name='seen_until'),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
