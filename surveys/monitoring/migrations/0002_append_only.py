"""The database itself refuses to change or remove a version or an act."""

from django.db import migrations

TABLES = ("monitoring_version", "monitoring_act")
POSTGRESQL = [
    """
    CREATE FUNCTION monitoring_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the register is append-only'; END $$
    """,
] + [
    statement
    for table in TABLES
    for statement in (
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION monitoring_refuse()
        """,
        f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION monitoring_refuse()
        """,
    )
]
SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END
    """
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]
    operations = [migrations.RunPython(forwards)]
