"""Runs revisions on a database: each up, down and up again, and looks whether the schema is what it was after its way down.

Reads from standard input one JSON object: `folder`, with the revisions in the order of their names; `url`, as SQLAlchemy
takes it; `snapshot`, a query whose rows are the schema, or null where SQLAlchemy's inspector tells it. Writes a JSON list
of what is wrong to standard output.
"""

import importlib.util
import json
import pathlib
import sys
import traceback

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext


def load(path):
    spec = importlib.util.spec_from_file_location(f"revision_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(connection, function):
    context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
    with context.begin_transaction(_per_migration=True), Operations.context(context):
        function()


def inspected(connection):
    """The schema as SQLAlchemy reads it; columns by name, since what is added comes last."""
    inspector = sa.inspect(connection)
    lines = []
    for table in inspector.get_table_names():
        lines.append(f"table {table}")
        for it in inspector.get_columns(table):
            rest = {key: value for key, value in it.items() if key not in ("name", "type")}
            lines.append(f"column {table}.{it['name']} {it['type']} {sorted(rest.items(), key=str)}")
        keys = inspector.get_foreign_keys(table) + inspector.get_unique_constraints(table)
        more = inspector.get_check_constraints(table) + [inspector.get_pk_constraint(table)]
        lines.extend(f"{table} {sorted(it.items(), key=str)}" for it in keys + more)
        for it in inspector.get_indexes(table):
            options = {key: str(value) for key, value in it.pop("dialect_options", {}).items()}
            lines.append(f"index of {table} {sorted(it.items(), key=str)} {sorted(options.items())}")
    return sorted(lines)


def snapshot(connection, query):
    if query is None:
        return inspected(connection)
    return sorted(row[0] for row in connection.execute(sa.text(query)) if row[0])


def main():
    task = json.load(sys.stdin)
    engine = sa.create_engine(task["url"], poolclass=sa.StaticPool)
    wrong = []
    for path in sorted(pathlib.Path(task["folder"]).glob("*.py")):
        try:
            revision = load(path)
            with engine.connect() as connection:
                before = snapshot(connection, task["snapshot"])
            for function in (revision.upgrade, revision.downgrade):
                with engine.connect() as connection:
                    run(connection, function)
                    connection.commit()
            with engine.connect() as connection:
                after = snapshot(connection, task["snapshot"])
            wrong.extend(f"{path.name}: gone: {it}" for it in before if it not in after)
            wrong.extend(f"{path.name}: left: {it}" for it in after if it not in before)
            with engine.connect() as connection:
                run(connection, revision.upgrade)
                connection.commit()
        except Exception:
            wrong.append(f"{path.name}: {traceback.format_exc(limit=-3)}")
            break
    json.dump(wrong, sys.stdout)


main()
