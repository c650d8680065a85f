"""The database itself refuses to change a line of the trail."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END
"""
POSTGRESQL = """
CREATE FUNCTION audit_entry_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is never changed'; END $$;
CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_never_changed();
"""


def seal(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
