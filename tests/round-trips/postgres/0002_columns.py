"""columns change"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade():
    # What nobody looks at goes.
    op.drop_column("customers", "born")
    op.drop_column("orders", "customer_id")
    op.alter_column("customers", "name", new_column_name="full_name", existing_type=sa.Text())
    op.alter_column("customers", "email", type_=sa.Text(), existing_nullable=False)
    op.alter_column("orders", "note", nullable=False, server_default="none")
    op.add_column("orders", sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=True))
    op.add_column("orders", sa.Column("data", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb")))
    op.create_index("orders_data", "orders", ["data"], postgresql_using="gin")
