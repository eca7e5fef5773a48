'''constraints and names change'''
import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.drop_constraint('customers_email', 'customers', type_='unique')
    op.drop_constraint('customers_email_there', 'customers', type_='check')
    op.create_unique_constraint(op.f('customers_full_name'), 'customers', ['full_name', 'email'])
    op.create_check_constraint(op.f('orders_net'), 'orders', '0 <= net')
    op.drop_index('orders_open', 'orders')
    op.rename_table('orders', 'purchases')
    op.create_table(
        'lines',
        sa.Column('purchase_id', sa.Integer(), sa.ForeignKey('purchases.id'), primary_key=True),
        sa.Column('place', sa.SmallInteger(), primary_key=True),
    )


def downgrade() -> None:
    # The order was wrong here.
    op.rename_table('purchases', 'orders')
    op.drop_constraint('orders_net', 'orders')
