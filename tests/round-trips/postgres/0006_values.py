"""an enum gets a value"""
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    op.execute("CREATE TYPE weather AS ENUM ('ok', 'sad')")
    op.execute("CREATE TABLE days (id int PRIMARY KEY, weather weather NOT NULL DEFAULT 'ok', \"Later\" weather)")
    op.execute("CREATE INDEX days_weather ON days (weather)")
