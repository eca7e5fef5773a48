"""names"""
import sqlalchemy as sa
from alembic import op

revision = "bbbb"
down_revision = "aaaa"


def upgrade():
    op.add_column("users", sa.Column("name", sa.String(80), nullable=True))
    op.create_check_constraint("name_there", "users", "name <> ''")
    op.alter_column("users", "name", nullable=False)
    with op.get_context().autocommit_block():
        op.create_index("users_name", "users", ["name"], postgresql_concurrently=True)
    op.rename_table("posts", "entries")
    op.execute("ALTER TABLE entries RENAME CONSTRAINT posts_user_id_fkey TO entries_user_id_fkey")


def downgrade():
    op.rename_table("entries", "posts")
    op.drop_index("users_name", "users")
    op.drop_column("users", "name")
