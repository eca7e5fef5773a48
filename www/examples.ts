// Migrations to start from.

import type { File } from "./state.js";

export interface Example {
  title: string;
  files: Omit<File, "named">[];
  dialect: string;
}

export const EXAMPLES: Example[] = [
  {
    title: "An index, a new column, a foreign key",
    dialect: "postgres",
    files: [
      {
        path: "0007_orders.sql",
        text: `-- orders and customers are large tables that were made long ago
alter table orders add column placed_at timestamptz not null default clock_timestamp();

create index orders_placed_at on orders (placed_at);

alter table orders
    add constraint orders_customer foreign key (customer_id) references customers (id);

-- a table that is born here: nobody waits for it
create table refunds (
    id bigint primary key,
    order_id bigint not null,
    amount numeric(12, 2) not null
);
create index refunds_order on refunds (order_id);
`,
      },
    ],
  },
  {
    title: "Types, names and NOT NULL",
    dialect: "postgres",
    files: [
      {
        path: "0008_accounts.sql",
        text: `alter table accounts alter column balance type numeric(20, 4);
alter table accounts alter column email set not null;
alter table accounts rename column name to full_name;
alter table accounts drop column legacy_code;
update accounts set full_name = trim(full_name);
`,
      },
    ],
  },
  {
    title: "An Alembic script",
    dialect: "",
    files: [
      {
        path: "versions/3f2a_add_status.py",
        text: `"""Give orders a status.

Revision ID: 3f2a
Revises:
"""
import sqlalchemy as sa
from alembic import op

revision = "3f2a"
down_revision = None


def upgrade():
    op.add_column("orders", sa.Column("status", sa.String(20), nullable=False))
    op.create_index("ix_orders_status", "orders", ["status"])
    op.alter_column("orders", "note", type_=sa.Text(), existing_type=sa.String(100))
    op.execute("UPDATE orders SET status = 'open'")


def downgrade():
    pass
`,
      },
    ],
  },
  {
    title: "Safe steps, file by file",
    dialect: "postgres",
    files: [
      {
        path: "0001_check.sql",
        text: `set local lock_timeout = '2s';
alter table orders add constraint orders_total_known check (total is not null) not valid;
`,
      },
      { path: "0002_validate.sql", text: `alter table orders validate constraint orders_total_known;\n` },
      {
        path: "0003_not_null.sql",
        text: `set local lock_timeout = '2s';
-- proved by the check that is valid already: nothing is read
alter table orders alter column total set not null;
`,
      },
    ],
  },
  {
    title: "MySQL: what copies the table",
    dialect: "mysql",
    files: [
      {
        path: "V12__orders.sql",
        text: `ALTER TABLE orders ADD COLUMN note VARCHAR(200);
ALTER TABLE orders MODIFY COLUMN total DECIMAL(20, 4) NOT NULL;
ALTER TABLE orders ADD INDEX ix_total (total);
`,
      },
    ],
  },
];
