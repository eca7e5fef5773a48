"""another value"""
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    op.execute("ALTER TYPE weather ADD VALUE 'happy' AFTER 'ok'")
