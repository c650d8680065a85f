import django.db.models.deletion
from django.db import migrations, models


def begin_anew(apps, schema_editor):
    """Tags were words and become numbers, so everything is gathered again by the next worker."""
    apps.get_model("search", "DocumentTag").objects.all().delete()
    apps.get_model("search", "Engine").objects.update(built_at=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.AddField("document", "verified_until", models.DateTimeField(null=True)),
        migrations.AlterField("documenttag", "tag", models.BigIntegerField()),
        migrations.CreateModel(
            name="DocumentWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="search.document",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["word", "document"], name="search_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "word"), name="word_of_title_once"),
                ],
            },
        ),
    ]
