"""names and constraints change"""
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("notes") as batch_op:
        batch_op.drop_constraint("notes_title", type_="unique")
        batch_op.create_unique_constraint("notes_title_author", ["title", "author_id"])
    with op.batch_alter_table("authors") as batch_op:
        batch_op.alter_column("name", new_column_name="full_name", existing_type=sa.String(80))
    op.drop_index("notes_text", "notes")
    op.rename_table("notes", "papers")
    op.create_table("tags", sa.Column("name", sa.Text(), primary_key=True))


def downgrade():
    op.drop_table("tags")
