"""views, types, sequences and indexes that are built online"""
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.execute("CREATE VIEW recent AS SELECT id, placed_at FROM purchases WHERE note <> ''")
    op.execute("CREATE TYPE mood AS ENUM ('glad', 'sad')")
    op.execute("ALTER TABLE lines ADD COLUMN mood mood NOT NULL DEFAULT 'glad'")
    op.execute("CREATE SEQUENCE tickets START 100")
    op.execute("CREATE SCHEMA archive")
    op.create_table("old", sa.Column("id", sa.Integer(), primary_key=True), schema="archive")
    with op.get_context().autocommit_block():
        op.create_index("lines_mood", "lines", ["mood"], postgresql_concurrently=True)
        op.drop_index("orders_note", "purchases", postgresql_concurrently=True)
