"""Keys become numbers, and small departments are no longer named: what was kept otherwise is forgotten.

The days stay, so how many readers there were is still known.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blogs', '0001_blogs'),
    ]

    operations = [
        migrations.DeleteModel(name='ReachKey'),
        migrations.DeleteModel(name='ReachDepartment'),
        migrations.CreateModel(
            name='ReachKey',
            fields=[
                ('key', models.BigAutoField(primary_key=True, serialize=False)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='blogs.blogpost')),
            ],
        ),
        migrations.CreateModel(
            name='ReachDepartment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.CharField(blank=True, max_length=60)),
                ('count', models.PositiveIntegerField(default=0)),
                ('before', models.PositiveIntegerField(default=0)),
                ('told', models.PositiveIntegerField(default=0)),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reach_departments', to='blogs.blogpost')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('post', 'department'), name='reach_of_a_department_once')],
            },
        ),
    ]
