import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def begin_anew(apps, schema_editor):
    """How questions stand is not known of what was gathered before, so everything is gathered again by the next worker."""
    apps.get_model("search", "Engine").objects.update(built_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_missed_searches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="question",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.CreateModel(
            name="Solved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "solved",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number", "person"), name="solved_once_for_each")
                ],
            },
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
