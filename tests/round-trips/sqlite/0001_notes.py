"""notes"""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("age", sa.Integer(), server_default="3"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.text("1")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(40)),
        sa.Column("text", sa.Text(), server_default="empty"),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name="notes_author", ondelete="CASCADE"),
        sa.UniqueConstraint("title", name="notes_title"),
        sa.CheckConstraint("title <> ''", name="notes_title_there"),
    )
    op.create_index("notes_author_id", "notes", ["author_id"])
    op.create_index("notes_text", "notes", ["text"], unique=True, sqlite_where=sa.text("text <> ''"))
