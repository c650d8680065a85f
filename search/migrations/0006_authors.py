import django.db.models.deletion
from django.db import migrations, models


def begin_anew(apps, schema_editor):
    """Posts may have several authors, so everything is gathered again by the next worker."""
    apps.get_model("search", "Engine").objects.update(built_at=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_leads")]

    operations = [
        migrations.CreateModel(
            name="DocumentAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author", models.BigIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authors",
                        to="search.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "author"), name="found_by_author_once"),
                ],
            },
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
