"""columns change"""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("authors", schema=None) as batch_op:
        batch_op.drop_column("age")
        batch_op.add_column(sa.Column("email", sa.String(length=120), nullable=True))
        batch_op.create_index(batch_op.f("authors_email"), ["email"], unique=True)
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(40), type_=sa.Text(), nullable=False)
        batch_op.alter_column("text", existing_type=sa.Text(), server_default=None)


def downgrade():
    # Nobody needed this so far.
    pass
