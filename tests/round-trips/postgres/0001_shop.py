"""shop"""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "customers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), server_default="nobody", comment="as they write it"),
        sa.Column("kind", sa.Enum("private", "company", name="customer_kind"), nullable=False),
        sa.Column("born", sa.Date()),
        sa.UniqueConstraint("email", name="customers_email"),
        sa.CheckConstraint("email <> ''", name="customers_email_there"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_id", sa.BigInteger(), sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True),
        sa.Column("net", sa.Numeric(12, 2), nullable=False, server_default=sa.text("0")),
        sa.Column("gross", sa.Numeric(12, 2), sa.Computed("net * 1.2", persisted=True)),
        sa.Column("placed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("note", sa.String(20)),
    )
    op.create_index("orders_open", "orders", ["placed_at"], postgresql_where=sa.text("note IS NULL"))
    op.create_index("orders_note", "orders", [sa.text("lower(note)")], unique=True)


def downgrade():
    pass
