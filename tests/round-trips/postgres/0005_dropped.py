"""tables go"""
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade(): op.execute("DROP VIEW recent"); op.drop_table("lines"); op.drop_table("old", schema="archive")
