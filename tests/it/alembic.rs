//! Alembic scripts: what they ask the database for, and what cannot be known.

use migralint::dialect::{Dialect, Target};
use migralint::lang::alembic;
use migralint::ops::unit::{Presence, UnitTransaction};
use migralint::ops::{Direction, OpKind, OpaqueReason, Unit};
use migralint::text::Source;

const HEAD: &str =
    "from alembic import op\nimport sqlalchemy as sa\nrevision = 'b2'\ndown_revision = 'a1'\n";

/// On the stack that a browser's worker has.
fn read_sources(sources: Vec<Source>, dialect: Dialect) -> Vec<Unit> {
    let work = move || {
        let indexes: Vec<usize> = (0..sources.len()).collect();
        alembic::read(&sources, &indexes, Target::new(dialect))
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap()
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn read(text: &str, dialect: Dialect) -> Unit {
    let units = read_sources(vec![source("versions/b2_x.py", text)], dialect);
    units.into_iter().find(|it| it.direction == Direction::Up).expect("a way up")
}

/// Each statement on a line, its condition after `if`, what is opaque by its reason.
fn lines(unit: &Unit, text: &str) -> String {
    let mut lines = String::new();
    for statement in &unit.statements {
        let sql = statement.sql.clone().unwrap_or_else(|| statement.span.of(text).to_owned());
        let words: Vec<&str> = sql.split_whitespace().collect();
        for op in &statement.ops {
            if let OpKind::Opaque(opaque) = &op.kind {
                lines.push_str(&format!("({:?}: {})\n", opaque.why, opaque.detail));
            }
        }
        if statement.ops.iter().all(|it| !matches!(it.kind, OpKind::Opaque(_))) {
            lines.push_str(&words.join(" "));
            if let Some(condition) = &statement.condition {
                lines.push_str(&format!(" if {condition}"));
            }
            lines.push('\n');
        }
    }
    lines
}

fn upgrade(body: &str, dialect: Dialect) -> String {
    let indented: String =
        body.trim_matches('\n').lines().map(|it| format!("    {it}\n")).collect();
    let text = format!("{HEAD}def upgrade():\n{indented}");
    lines(&read(&text, dialect), &text)
}

fn sends(body: &str, expected: &str) {
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(upgrade(body, Dialect::Postgres).trim(), expected.join("\n"), "for\n{body}");
}

#[test]
fn a_revision_is_told_by_what_it_assigns() {
    assert!(alembic::is_migration(&source(
        "a.py",
        "revision: str = 'x'\ndown_revision: str | None = None\n"
    )));
    assert!(!alembic::is_migration(&source(
        "a.py",
        "def f():\n    revision = 1\n    down_revision = 2\n"
    )));
    assert!(!alembic::is_migration(&source("a.py", "revision = 'x'\n")));
    assert!(!alembic::is_migration(&source("a.sql", "revision = 'x'\ndown_revision = None\n")));
}

#[test]
fn the_graph_is_read_from_strings_and_tuples() {
    let text = "revision: str = 'c3'\ndown_revision = ('a1', \"b2\")\ndepends_on = 'z'\nbranch_labels = ('blue',)\n";
    let unit = read(text, Dialect::Postgres);
    assert_eq!(unit.id, "c3");
    assert_eq!(unit.parents, Some(vec!["a1".to_owned(), "b2".to_owned()]));
    assert_eq!((unit.depends_on, unit.labels), (vec!["z".to_owned()], vec!["blue".to_owned()]));
    assert_eq!(unit.id_span.of(text), "'c3'");
    assert_eq!(unit.parents_span.of(text), "('a1', \"b2\")");
    assert_eq!(
        read("revision = 'a'\ndown_revision = None\n", Dialect::Postgres).parents,
        Some(Vec::new())
    );
}

#[test]
fn revisions_are_told_by_whatever_assignment_python_takes() {
    for (text, id, parents) in [
        ("revision, down_revision = 'a', 'b'\n", "a", vec!["b"]),
        ("(revision, *_), down_revision = ('a', 1, 2), ('b', 'c')\n", "a", vec!["b", "c"]),
        ("branch_labels = down_revision = None\nrevision = f\"{'a'}1\"\n", "a1", vec![]),
        ("revision, down_revision = [it.strip() for it in 'a, b'.split(',')]\n", "a", vec!["b"]),
        ("revision = 'a'\n*down_revision, depends_on = 'b', 'c', None\n", "a", vec!["b", "c"]),
        ("revision = 'a'\ndown_revision = ('b',) if revision else None\n", "a", vec!["b"]),
    ] {
        assert!(alembic::is_migration(&source("a.py", text)), "{text}");
        let unit = read(text, Dialect::Postgres);
        let parents: Vec<String> = parents.into_iter().map(str::to_owned).collect();
        assert_eq!((unit.id.as_str(), unit.parents), (id, Some(parents)), "{text}");
    }
    for text in [
        "def f(revision=None, down_revision=None):\n    pass\n",
        "print(revision, down_revision, end='')\n",
        "if revision == down_revision == 1: pass\n",
        "for revision, down_revision in []: x = 1\n",
    ] {
        assert!(!alembic::is_migration(&source("a.py", text)), "{text}");
    }
}

#[test]
fn a_table_that_the_script_tells_is_made_anew_for_its_constraints() {
    let body = "t = sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer()), sa.ForeignKeyConstraint(['a'], ['u.id']))\n\
                with op.batch_alter_table('t', copy_from=t) as batch_op:\n    batch_op.create_unique_constraint('uq', ['a'])\n";
    let indented: String = body.lines().map(|it| format!("    {it}\n")).collect();
    let unit = read(&format!("{HEAD}def upgrade():\n{indented}"), Dialect::Sqlite);
    let sent: Vec<&str> = unit.statements.iter().filter_map(|it| it.sql.as_deref()).collect();
    assert_eq!(
        sent,
        [
            "CREATE TABLE _alembic_tmp_t (a INTEGER, CONSTRAINT uq UNIQUE (a), FOREIGN KEY(a) REFERENCES u (id));\n\
          INSERT INTO _alembic_tmp_t (a) SELECT t.a FROM t;\nDROP TABLE t;\nALTER TABLE _alembic_tmp_t RENAME TO t"
        ]
    );
}

#[test]
fn a_column_is_never_none_and_a_path_into_json_is_written() {
    let table = "t = sa.table('t', sa.column('a', sa.Integer), sa.column('j', sa.JSON))\n";
    sends(
        &format!("{table}op.execute(t.update().where(t.c.a is None).values(a=0))"),
        "UPDATE t SET a=0 WHERE false",
    );
    sends(
        &format!("{table}op.execute(t.update().values(a=t.c.j[['x', 'y']].as_string()))"),
        "UPDATE t SET a=CAST((t.j #>> '{x,y}') AS VARCHAR)",
    );
}

#[test]
fn a_way_that_is_missing_empty_or_refused_is_told_apart() {
    let presence = |body: &str| {
        let units = read_sources(vec![source("v.py", &format!("{HEAD}{body}"))], Dialect::Postgres);
        units.iter().find(|it| it.direction == Direction::Down).map(|it| it.presence)
    };
    assert_eq!(presence(""), Some(Presence::Absent));
    assert_eq!(presence("def downgrade():\n    pass\n"), Some(Presence::Empty));
    assert_eq!(
        presence("def downgrade():\n    raise NotImplementedError('no way back')\n"),
        Some(Presence::Raises)
    );
    assert_eq!(presence("def downgrade():\n    op.drop_table('t')\n"), Some(Presence::Written));
}

#[test]
fn the_transaction_follows_env_py_and_the_database() {
    let text = format!("{HEAD}def upgrade(): pass\n");
    let with = |env: &str, dialect: Dialect| {
        let sources = vec![source("m/env.py", env), source("m/versions/b2.py", &text)];
        read_sources(sources, dialect).first().map(|it| it.transaction)
    };
    let each = "context.configure(connection=c, transaction_per_migration=True)";
    assert_eq!(with("", Dialect::Postgres), Some(UnitTransaction::WrappedTogether));
    assert_eq!(with(each, Dialect::Postgres), Some(UnitTransaction::Wrapped));
    assert_eq!(with(each, Dialect::Mysql), Some(UnitTransaction::Autocommit));
}

#[test]
fn a_new_table_brings_its_keys_types_and_indexes() {
    sends(
        "
op.create_table(
    'orders',
    sa.Column('id', sa.Integer(), primary_key=True),
    sa.Column('state', sa.Enum('new', 'done', name='order_state'), nullable=False),
    sa.Column('buyer', sa.Integer(), sa.ForeignKey('shop.people.id', ondelete='CASCADE'), index=True),
    sa.Column('code', sa.String(20), unique=True, server_default='none'),
    sa.Column('made', sa.DateTime(timezone=True), server_default=sa.func.now(), comment='when'),
    sa.CheckConstraint('id > 0', name='positive'),
)",
        "
CREATE TYPE order_state AS ENUM ('new', 'done')
CREATE TABLE orders (id SERIAL NOT NULL, state order_state NOT NULL, buyer INTEGER, code VARCHAR(20) DEFAULT 'none', \
made TIMESTAMP WITH TIME ZONE DEFAULT now(), PRIMARY KEY (id), CONSTRAINT positive CHECK (id > 0), \
FOREIGN KEY(buyer) REFERENCES shop.people (id) ON DELETE CASCADE, UNIQUE (code))
CREATE INDEX ix_orders_buyer ON orders (buyer)
COMMENT ON COLUMN orders.made IS 'when'",
    );
}

#[test]
fn a_key_by_keyword_refers_to_its_table_and_one_of_a_model_to_an_unknown_one() {
    sends(
        "
op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey(column='o.id', name='fk_a')))
op.add_column('t', sa.Column('b', sa.Integer, sa.ForeignKey(column=Order.id)))",
        "
ALTER TABLE t ADD COLUMN a INTEGER
ALTER TABLE t ADD CONSTRAINT fk_a FOREIGN KEY(a) REFERENCES o (id)
ALTER TABLE t ADD COLUMN b INTEGER
ALTER TABLE t ADD FOREIGN KEY(b) REFERENCES {Order.id}",
    );
}

#[test]
fn a_type_that_two_tables_bring_is_made_once() {
    sends(
        "
op.create_table('t', sa.Column('k', sa.Enum('a', 'b', name='kind')))
op.create_table('u', sa.Column('k', sa.Enum('a', 'b', name='kind')))",
        "
CREATE TYPE kind AS ENUM ('a', 'b')
CREATE TABLE t (k kind)
CREATE TABLE u (k kind)",
    );
}

#[test]
fn one_call_may_send_several_statements() {
    sends(
        "
op.alter_column('t', 'c', type_=sa.BigInteger(), nullable=False, server_default=sa.text('0'), new_column_name='d',
                postgresql_using='c::bigint')
op.add_column('t', sa.Column('e', sa.Integer, sa.ForeignKey('o.id'), unique=True))",
        "
ALTER TABLE t ALTER COLUMN c TYPE BIGINT USING c::bigint
ALTER TABLE t ALTER COLUMN c SET NOT NULL
ALTER TABLE t ALTER COLUMN c SET DEFAULT 0
ALTER TABLE t RENAME c TO d
ALTER TABLE t ADD COLUMN e INTEGER
ALTER TABLE t ADD UNIQUE (e)
ALTER TABLE t ADD FOREIGN KEY(e) REFERENCES o (id)",
    );
}

#[test]
fn a_batch_sends_what_it_holds_at_its_end() {
    sends(
        "
with op.batch_alter_table('t', schema=None) as batch_op:
    batch_op.add_column(sa.Column('a', sa.Text()))
    batch_op.create_index(batch_op.f('ix_t_a'), ['a'], unique=True)
    batch_op.drop_constraint('fk', type_='foreignkey')
    op.drop_table('other')",
        "
DROP TABLE other
ALTER TABLE t ADD COLUMN a TEXT
CREATE UNIQUE INDEX ix_t_a ON t (a)
ALTER TABLE t DROP CONSTRAINT fk",
    );
}

#[test]
fn names_are_what_sqlalchemy_makes_of_them() {
    sends(
        "
op.create_index(None, 's_t', ['a', 'b'])
op.drop_index(op.f('ix_a_table_with_a_very_long_name_a_column_with_an_even_longer_name_id'))
op.add_column('t', sa.Column('userId', sa.Integer, sa.CheckConstraint('1 < 2', name='Odd'), nullable=False))
op.drop_column('t', 'order')",
        "
CREATE INDEX ix_s_t_a ON s_t (a, b)
DROP INDEX ix_a_table_with_a_very_long_name_a_column_with_an_even__b46e
ALTER TABLE t ADD COLUMN \"userId\" INTEGER NOT NULL CONSTRAINT \"Odd\" CHECK (1 < 2)
ALTER TABLE t DROP COLUMN \"order\"",
    );
}

#[test]
fn operations_are_known_under_any_name() {
    let text = "import alembic.op as x\nfrom alembic.op import drop_table as gone\nrevision = 'a'\ndown_revision = None\n\
                def upgrade(op):\n    x.drop_index('i', 't')\n    gone('t')\n    op.rename_table('a', 'b')\n";
    assert_eq!(
        lines(&read(text, Dialect::Postgres), text),
        "DROP INDEX i\nDROP TABLE t\nALTER TABLE a RENAME TO b\n"
    );
}

#[test]
fn values_are_followed_through_names_loops_and_helpers() {
    sends(
        "
prefix = 'app'
tables = [prefix + '_' + name for name in ('users', 'posts')]
def add(table, column='made', **more):
    op.add_column(table, sa.Column(column, sa.Date(), **more))
for table in tables:
    add(table, nullable=False)
add(column='x', table='%s_%s' % (prefix, 'z'))
op.execute(f'DROP VIEW {prefix}_v')
op.drop_index('ix_{}'.format(tables[0]))",
        "
ALTER TABLE app_users ADD COLUMN made DATE NOT NULL
ALTER TABLE app_posts ADD COLUMN made DATE NOT NULL
ALTER TABLE app_z ADD COLUMN x DATE
DROP VIEW app_v
DROP INDEX ix_app_users",
    );
}

#[test]
fn a_dialect_branch_is_decided_and_any_other_is_kept() {
    let body = "
bind = op.get_bind()
if bind.dialect.name == 'postgresql':
    op.drop_table('p')
elif op.get_context().dialect.name in ('mysql', 'mariadb'):
    op.drop_table('m')
if not inspector.has_table('t'):
    op.drop_table('a')
else:
    return
op.drop_table('b')";
    let kept = "DROP TABLE a if not inspector.has_table('t')\nDROP TABLE b if not inspector.has_table('t')\n";
    assert_eq!(upgrade(body, Dialect::Postgres), format!("DROP TABLE p\n{kept}"));
    assert_eq!(upgrade(body, Dialect::Mysql), format!("DROP TABLE m\n{kept}"));
}

#[test]
fn what_is_not_known_stays_in_braces() {
    sends(
        "
name = op.get_bind().execute(sa.text('SELECT 1')).scalar()
op.drop_index(name, 't')
op.drop_table(f'old_{name}')
op.execute(name)",
        "
SELECT 1
DROP INDEX {name}
DROP TABLE old_{name}
(DynamicSql: op.get_bind().execute(sa.text('SELECT 1')).scalar())",
    );
}

#[test]
fn statements_of_the_expression_language_are_data_operations() {
    sends(
        "
t = sa.table('t', sa.column('a'), sa.column('b'))
op.execute(t.update().where(t.c.a == 'x').values(b=sa.null()))
op.get_bind().execute(sa.delete(t).where(t.c.b.is_(None)))
op.bulk_insert(t, [{'a': 1, 'b': 2}, {'a': 3, 'b': 4}])",
        "
UPDATE t SET b=NULL WHERE t.a = 'x'
DELETE FROM t WHERE t.b IS NULL
INSERT INTO t (a, b) VALUES (1, 2); INSERT INTO t (a, b) VALUES (3, 4)",
    );
}

#[test]
fn sql_in_strings_keeps_its_place() {
    let text = format!(
        "{HEAD}def upgrade():\n    op.execute('''\n      DROP TABLE a;\n      DROP TABLE \\\n b;\n    ''')\n"
    );
    let unit = read(&text, Dialect::Postgres);
    let places: Vec<&str> = unit.statements.iter().map(|it| it.span.of(&text)).collect();
    assert_eq!(places, ["DROP TABLE a", "DROP TABLE \\\n b"]);
}

#[test]
fn a_name_put_into_sql_is_told_of_where_it_is_put() {
    let text = format!(
        "{HEAD}def upgrade():\n    for name in NAMES:\n        op.execute(f'ALTER TABLE a DROP CONSTRAINT {{name}}')\n\nNAMES = ['one']\n"
    );
    let unit = read(&text, Dialect::Postgres);
    let places: Vec<&str> = unit.statements.iter().map(|it| it.span.of(&text)).collect();
    assert_eq!(places, ["ALTER TABLE a DROP CONSTRAINT {name}"]);
}

#[test]
fn names_that_are_not_known_are_not_said_to_be_there_or_missing() {
    let text = format!(
        "{HEAD}from app import name\n\ndef upgrade():\n    op.create_table('t', sa.Column('a', sa.Integer()), sa.CheckConstraint('a > 1', name=name()))\n    op.create_check_constraint(name(), 't', 'a > 0')\n    op.drop_constraint(name('b'), 't')\n"
    );
    let sources = [source("versions/1.py", &text)];
    let report = migralint::check(&sources, &migralint::Options::default());
    let found: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    assert!(!found.contains(&"refused-statement"), "{found:?}");
}

#[test]
fn an_operation_tells_the_argument_that_causes_its_effect() {
    let text = format!("{HEAD}def upgrade():\n    op.alter_column('t', 'c', nullable=False)\n");
    let unit = read(&text, Dialect::Postgres);
    let op = &unit.statements[0].ops[0];
    assert_eq!(op.span.of(&text), "op.alter_column('t', 'c', nullable=False)");
    assert_eq!(op.clause(migralint::ops::Clause::NotNull).of(&text), "nullable=False");
}

#[test]
fn helpers_and_constants_come_from_other_sources() {
    let helper =
        "from alembic import op\nTABLE = 'shared'\ndef drop(name):\n    op.drop_table(name)\n";
    let text = "from app.utils import drop, TABLE\nfrom . import near\nfrom other import elsewhere\nrevision = 'a'\ndown_revision = None\n\
                def upgrade():\n    drop(TABLE)\n    near.drop('n')\n    elsewhere.change(op)\n";
    let sources = vec![
        source("src/app/utils.py", helper),
        source("src/versions/near.py", helper),
        source("src/versions/a.py", text),
    ];
    let units = read_sources(sources, Dialect::Postgres);
    let unit = units.iter().find(|it| it.direction == Direction::Up).unwrap();
    assert_eq!(
        lines(unit, text),
        "DROP TABLE shared\nDROP TABLE n\n(ImportedCode: elsewhere.change(op))\n"
    );
    assert_eq!(unit.statements[0].span.of(text), "drop(TABLE)");
}

#[test]
fn each_dialect_gets_its_own_types() {
    let body = "op.add_column('t', sa.Column('c', sa.DateTime().with_variant(sa.String(5), 'sqlite'), nullable=False))";
    assert_eq!(upgrade(body, Dialect::Mysql), "ALTER TABLE t ADD COLUMN c DATETIME NOT NULL\n");
    assert_eq!(upgrade(body, Dialect::Sqlite), "ALTER TABLE t ADD COLUMN c VARCHAR(5) NOT NULL\n");
    assert_eq!(upgrade(body, Dialect::Oracle), "ALTER TABLE t ADD c DATE NOT NULL\n");
    let body =
        "op.alter_column('t', 'c', nullable=True, existing_type=sa.String(9), new_column_name='d')";
    assert_eq!(upgrade(body, Dialect::Mysql), "ALTER TABLE t CHANGE c d VARCHAR(9) NULL\n");
}

#[test]
fn what_changes_nothing_stands_in_the_statement_as_sqlalchemy_writes_it() {
    let key = "op.create_foreign_key('k', 't', 'u', ['a'], ['b'], ondelete='NO ACTION', deferrable=False)";
    sends(
        key,
        "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY(a) REFERENCES u (b) ON DELETE NO ACTION NOT DEFERRABLE",
    );
    let counted =
        "op.create_table('t', sa.Column('a', sa.Integer(), sa.Identity(start=5, increment=2)))";
    sends(
        counted,
        "CREATE TABLE t (a INTEGER GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 2 START WITH 5))",
    );
    assert_eq!(
        upgrade(counted, Dialect::Mssql),
        "CREATE TABLE t (a INTEGER NOT NULL IDENTITY(5,2))\n"
    );
    assert_eq!(upgrade(counted, Dialect::Sqlite), "CREATE TABLE t (a INTEGER NOT NULL)\n");
    let options = "op.create_table('t', sa.Column('a', sa.LargeBinary(9)), mysql_collate='c', mysql_DEFAULT_CHARSET='u', comment='x')";
    assert_eq!(
        upgrade(options, Dialect::Mysql),
        "CREATE TABLE t (a BLOB(9))DEFAULT CHARSET=u COMMENT='x' COLLATE c\n"
    );
    let default = "op.add_column('t', sa.Column('a', sa.DateTime(), server_default=sa.text(\"datetime('now')\")))";
    assert_eq!(
        upgrade(default, Dialect::Sqlite),
        "ALTER TABLE t ADD COLUMN a DATETIME DEFAULT (datetime('now'))\n"
    );
    let index = "op.create_index('i', 't', [sa.func.lower(sa.column('a')), sa.text('lower(b)')], if_not_exists=True)";
    assert_eq!(
        upgrade(index, Dialect::Mysql),
        "CREATE INDEX IF NOT EXISTS i ON t ((lower(a)), lower(b))\n"
    );
    assert_eq!(upgrade(index, Dialect::Oracle), "CREATE INDEX i ON t (lower(a), lower(b))\n");
    let ordered = "op.create_index('i', 't', [sa.text('a ASC')])";
    assert_eq!(upgrade(ordered, Dialect::Oracle), "CREATE INDEX i ON t (a ASC)\n");
    let time = "op.alter_column('t', 'a', existing_type=sa.DateTime(), nullable=False, server_default=None)";
    assert_eq!(upgrade(time, Dialect::Mysql), "ALTER TABLE t MODIFY a DATETIME NOT NULL\n");
}

#[test]
fn a_class_is_written_as_the_script_says_for_the_database() {
    let body = "
from sqlalchemy.ext.compiler import compiles
class Name(sa.types.TypeDecorator):
    impl = sa.Unicode
@compiles(Name)
def anywhere(element, compiler, **kw):
    return compiler.visit_unicode(element, **kw)
@compiles(Name, 'mysql')
def in_mysql(element, compiler, **kw):
    return 'VARCHAR(255) COLLATE utf8_bin'
class Key(sa.types.TypeDecorator):
    impl = sa.CHAR
    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(sa.CHAR(32))
op.add_column('t', sa.Column('a', Name()))
op.add_column('t', sa.Column('b', Key()))
";
    let two = |a: &str, b: &str| {
        format!("ALTER TABLE t ADD COLUMN a {a}\nALTER TABLE t ADD COLUMN b {b}\n")
    };
    assert_eq!(upgrade(body, Dialect::Mysql), two("VARCHAR(255) COLLATE utf8_bin", "CHAR(32)"));
    assert_eq!(upgrade(body, Dialect::Postgres), two("VARCHAR", "VARCHAR(32)"));
}

#[test]
fn operations_that_a_project_registers_do_what_it_says() {
    let body = "
from alembic.operations import Operations, MigrateOperation, ops
@Operations.register_operation('create_view')
class CreateView(MigrateOperation):
    def __init__(self, name, query):
        self.name = name
        self.query = query
    @classmethod
    def create_view(cls, operations, name, query):
        return operations.invoke(cls(name, query))
@Operations.implementation_for(CreateView)
def write(operations, operation):
    operations.execute(f'CREATE VIEW {operation.name} AS {operation.query}')
op.create_view('v', 'SELECT 1')
op.invoke(CreateView('w', query='SELECT 2'))
op.invoke(ops.CreateTableOp('t', [sa.Column('a', sa.Integer())]))
op.invoke(ops.AlterColumnOp('t', 'a', modify_nullable=False))
op.invoke(made_elsewhere())
";
    sends(
        body,
        "
CREATE VIEW v AS SELECT 1
CREATE VIEW w AS SELECT 2
CREATE TABLE t (a INTEGER)
ALTER TABLE t ALTER COLUMN a SET NOT NULL
(UnknownOperation: op.invoke(made_elsewhere()))
",
    );
}

#[test]
fn names_are_born_from_the_convention_that_env_py_knows() {
    let convention = "{'ix': 'i_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_N_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', 'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'}";
    let script = format!(
        "{HEAD}def upgrade():\n    op.create_table('t', sa.Column('a', sa.Integer(), primary_key=True), sa.Column('b', sa.Integer(), sa.ForeignKey('u.c')), sa.CheckConstraint('b > 0', name='positive'), sa.CheckConstraint('b > 1', name=op.f('more')))\n    op.create_unique_constraint(None, 't', ['a', 'b'])\n    op.drop_constraint('positive', 't', type_='check')\n    op.create_index('ix_t_b', 't', ['b'])\n    op.create_index(None, 't', ['a'])\n"
    );
    let bases = [
        format!("Base = declarative_base(metadata=MetaData(naming_convention={convention}))\n"),
        format!(
            "class Base(DeclarativeBase):\n    metadata = MetaData(naming_convention={convention})\n"
        ),
        format!("Base = declarative_base()\nBase.metadata.naming_convention = {convention}\n"),
        format!(
            "class Base(DeclarativeBase):\n    registry = registry(metadata=MetaData(naming_convention={convention}))\n"
        ),
    ];
    let envs = [
        "target_metadata = Base.metadata\n",
        "target_metadata = Base.metadata\n",
        "target_metadata = Base.metadata\n",
        "target_metadata = Base.metadata\n",
    ];
    for (base, env) in bases.iter().zip(envs) {
        let sources = vec![
            source("app/base.py", base),
            source("env.py", &format!("from app.base import Base\n{env}")),
            source("versions/b2_x.py", &script),
        ];
        let units = read_sources(sources, Dialect::Postgres);
        let up = units.iter().find(|it| it.direction == Direction::Up).expect("a way up");
        assert_eq!(
            lines(up, &script),
            "CREATE TABLE t (a SERIAL NOT NULL, b INTEGER, CONSTRAINT pk_t PRIMARY KEY (a), CONSTRAINT ck_t_positive CHECK (b > 0), CONSTRAINT more CHECK (b > 1), CONSTRAINT fk_t_b_u FOREIGN KEY(b) REFERENCES u (c))\nALTER TABLE t ADD CONSTRAINT uq_t_a_b UNIQUE (a, b)\nALTER TABLE t DROP CONSTRAINT ck_t_positive\nCREATE INDEX ix_t_b ON t (b)\nCREATE INDEX i_t_a ON t (a)\n",
            "for {base}"
        );
    }
    let sources = vec![
        source("app/base.py", &bases[0]),
        source("env.py", "from app.base import Base\ntarget_metadata = Base.metadata\n"),
        source("versions/b2_x.py", &script),
    ];
    let units = read_sources(sources, Dialect::Oracle);
    let up = lines(units.first().expect("a way up"), &script);
    assert!(up.contains("ADD CONSTRAINT uq_t_a_b UNIQUE (a, b)"), "{up}");
}

#[test]
fn what_env_py_sets_for_the_session_is_in_force() {
    let settings = |env: &str, dialect: Dialect| -> Vec<String> {
        let script = format!("{HEAD}def upgrade():\n    pass\n");
        let units =
            read_sources(vec![source("env.py", env), source("versions/b2_x.py", &script)], dialect);
        let told = units[0].settings.iter();
        told.map(|it| format!("{}={}", it.name, it.value.clone().unwrap_or_default())).collect()
    };
    for env in [
        "create_engine(url, connect_args={'options': '-c lock_timeout=4s'})",
        "    connection.execute(text('SET lock_timeout = \\'4s\\''))",
        "    cursor.execute(\"SET SESSION lock_timeout TO '4s'\")",
        "create_async_engine(url, connect_args={'server_settings': {'lock_timeout': '4s'}})",
    ] {
        assert_eq!(settings(env, Dialect::Postgres), ["lock_timeout=4s"], "for {env}");
    }
    let mysql =
        "create_engine(url, connect_args={'init_command': 'SET SESSION lock_wait_timeout=5'})";
    assert_eq!(settings(mysql, Dialect::Mysql), ["lock_wait_timeout=5"]);
    for env in ["# SET lock_timeout = '4s'", "lock_timeout = 4", "print('lock_timeout is unset')"] {
        assert_eq!(settings(env, Dialect::Postgres), [""; 0], "for {env}");
    }
}

#[test]
fn what_a_loop_leaves_behind_is_known_where_it_is() {
    sends(
        "
name = None
for index in sa.inspect(op.get_bind()).get_indexes('t'):
    if index['column_names'] == ['a']:
        name = 'found'
        break
op.drop_index(name, table_name='t')
at = 0
while at < 2:
    op.drop_table(f't{at}')
    at += 1
meta.create_all(op.get_bind(), tables=[Model.__table__])
",
        "
DROP INDEX {name}
DROP TABLE t0
DROP TABLE t1
CREATE TABLE {[Model.__table__]} ()
",
    );
}

#[test]
fn a_call_that_starts_a_whole_application_is_given_up_alone() {
    let script = format!(
        "from app.main import start\n{HEAD}def upgrade():\n    op.drop_table('a')\n    start()\n    op.drop_table('b')\n"
    );
    let main = "def work():\n    return [x for x in range(9000)]\ndef start():\n    for at in range(9000):\n        work()\n";
    let units = read_sources(
        vec![source("app/main.py", main), source("versions/b2_x.py", &script)],
        Dialect::Postgres,
    );
    let up = units.iter().find(|it| it.direction == Direction::Up).expect("a way up");
    assert_eq!(lines(up, &script), "DROP TABLE a\n(ImportedCode: start())\nDROP TABLE b\n");
}

#[test]
fn several_databases_each_have_their_own_functions() {
    let text = format!(
        "{HEAD}def upgrade(engine_name):\n    globals()['upgrade_%s' % engine_name]()\ndef downgrade(engine_name):\n    globals()['downgrade_%s' % engine_name]()\ndef upgrade_engine1():\n    op.drop_table('a')\ndef downgrade_engine1():\n    pass\ndef upgrade_engine2():\n    op.drop_table('b')\n"
    );
    assert_eq!(lines(&read(&text, Dialect::Postgres), &text), "DROP TABLE a\nDROP TABLE b\n");
}

#[test]
fn an_autocommit_block_is_two_transaction_operations() {
    let text = format!(
        "{HEAD}def upgrade():\n    with op.get_context().autocommit_block():\n        op.create_index('i', 't', ['c'], postgresql_concurrently=True)\n"
    );
    let unit = read(&text, Dialect::Postgres);
    assert_eq!(unit.statements.len(), 3);
    assert_eq!(unit.statements[1].sql.as_deref(), Some("CREATE INDEX CONCURRENTLY i ON t (c)"));
}

// Bad input

fn reasons(text: &str) -> Vec<OpaqueReason> {
    let unit = read(text, Dialect::Postgres);
    let opaque = unit.statements.iter().flat_map(|it| &it.ops).filter_map(|it| match &it.kind {
        OpKind::Opaque(opaque) => Some(opaque.why),
        _ => None,
    });
    opaque.collect()
}

#[test]
fn depth_beyond_reason_is_refused_with_its_place() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{HEAD}def upgrade():\n    x = {}1{}\n", open.repeat(times), close.repeat(times))
    };
    let blocks: String = (0..400).map(|it| format!("{}if x:\n", " ".repeat(it))).collect();
    let mut texts = vec![
        nested("(", ")", 5_000),
        nested("[", "]", 100_000),
        nested("f(", ")", 5_000),
        nested("1 + ", "", 100_000),
        nested("-", "", 100_000),
        nested("not ", "", 100_000),
        nested("a.", "", 100_000),
        nested("1 if x else ", "", 100_000),
        nested("lambda: ", "", 100_000),
        nested("lambda a, b: ", "", 100_000),
        nested("f\"{", "}\"", 3_000),
        format!("{HEAD}def upgrade():\n    x = a{}\n", "()".repeat(100_000)),
        format!("{HEAD}def upgrade():\n    x = f'{{{}1}}'\n", "(".repeat(5_000)),
        format!("{HEAD}{blocks}"),
    ];
    texts.push(nested("(", "", 100_000));
    for text in texts {
        let found = reasons(&text);
        assert!(!found.is_empty(), "nothing said about {}", &text[HEAD.len()..HEAD.len() + 60]);
    }
}

#[test]
fn what_stays_within_the_bounds_does_not_need_more_stack() {
    for inner in [
        format!("x = {}1{}", "(".repeat(190), ")".repeat(190)),
        format!("x = {}1", "1 + ".repeat(900)),
        format!("x = {}1", "-".repeat(900)),
        format!("x = {}1", "2 ** ".repeat(450)),
        format!("x = a{}", ".b()".repeat(450)),
        format!("x = {}1", "1 if x else ".repeat(400)),
        format!("x = {}", ["'a'"; 20_000].join(" ")),
    ] {
        let text = format!("{HEAD}def upgrade():\n    {inner}\n    op.drop_table('t')\n");
        assert_eq!(
            lines(&read(&text, Dialect::Postgres), &text),
            "DROP TABLE t\n",
            "after {}",
            &inner[..30]
        );
    }
    let blocks: String = (0..90).map(|it| format!("{}if x:\n", " ".repeat(it + 4))).collect();
    let text = format!("{HEAD}def upgrade():\n{blocks}{}op.drop_table('t')\n", " ".repeat(100));
    read(&text, Dialect::Postgres);
}

#[test]
fn loops_and_recursion_end() {
    for body in [
        "while True:\n    op.drop_table('t')",
        "for i in range(10 ** 9):\n    op.drop_table('t')",
        "for i in range(1000000000):\n    op.drop_table('t')",
        "for a in range(999):\n    for b in range(999):\n        op.drop_table('t')",
        "x = []\nfor i in range(9999):\n    x = [x]\nop.drop_table(x)",
        "x = 'a'\nfor i in range(200):\n    x = x + x\nop.drop_table('t')",
        "x = [1]\nfor i in range(200):\n    x = x + x\nop.drop_table('t')",
        "x = 'a' * 10 ** 12\nx = 'a' * 1000000000000\nop.drop_table('t')",
        "def f(n):\n    op.drop_table('t')\n    f(n)\n    f(n)\nf(1)",
        "f = lambda x: f(x)\nf(1)\nop.drop_table('t')",
        "x = {}\nx['x'] = x\nfor k in x: op.drop_table('t')",
        "l = []\nl.append(l)\nop.drop_table(l)\nop.add_column('t', l)",
    ] {
        let answer = upgrade(body, Dialect::Postgres);
        assert!(!answer.is_empty(), "nothing said about\n{body}");
        assert!(answer.len() < 4 << 20);
    }
}

#[test]
fn mutual_imports_end() {
    let a = "from b import y\nfrom a import z\nx = y\n";
    let b = "from a import x\ny = x\n";
    let text = format!("from a import x\n{HEAD}def upgrade():\n    op.drop_table(x)\n");
    let units = read_sources(
        vec![source("a.py", a), source("b.py", b), source("v.py", &text)],
        Dialect::Postgres,
    );
    assert_eq!(units.first().map(|it| it.statements.len()), Some(1));
}

#[test]
fn the_good_parts_of_broken_scripts_are_read() {
    for broken in [
        "    print 'hello'\n",
        "<<<<<<< HEAD\n    op.drop_table('a')\n=======\n    op.drop_table('b')\n>>>>>>> theirs\n",
        "    op.add_column('t', sa.Column('c', \n",
        "\top.drop_table('tabs')\n",
        "    x = 'never closed\n",
        "    x = '''never closed\n",
        "    x = f'{a\n",
        "    if\n",
        "    \u{0}\n",
    ] {
        let text = format!("{HEAD}def upgrade():\n    op.drop_table('first')\n{broken}");
        let unit = read(&text, Dialect::Postgres);
        let answer = lines(&unit, &text);
        assert!(answer.contains("DROP TABLE first"), "{broken:?} gave {answer}");
        if broken.trim() != "op.drop_table('tabs')" {
            assert!(
                reasons(&text).contains(&OpaqueReason::SyntaxError),
                "{broken:?} gave {answer}"
            );
        }
    }
}

#[test]
fn objects_of_a_projects_own_classes_do_what_their_methods_say() {
    let text = format!(
        "{HEAD}
class Step:
    def __init__(self, table):
        self.table = table
    def run(self):
        return self.send()
    @property
    def name(self):
        return f'ix_{{self.table}}'

class AddIndex(Step):
    def __init__(self, table, *columns):
        super().__init__(table)
        self.columns = columns
    def send(self):
        op.create_index(self.name, self.table, list(self.columns))
    @classmethod
    def of(cls, table):
        return cls(table, 'a')
    @staticmethod
    def last(table):
        op.drop_table(table)

def upgrade():
    AddIndex('t', 'a', 'b').run()
    AddIndex.of('u').run()
    AddIndex.last('v')
"
    );
    let found = lines(&read(&text, Dialect::Postgres), &text);
    assert_eq!(found, "CREATE INDEX ix_t ON t (a, b)\nCREATE INDEX ix_u ON u (a)\nDROP TABLE v\n");
}

#[test]
fn each_of_several_values_is_read() {
    sends(
        "
if op.get_bind().scalar('select 1'):
    sql = 'alter table t drop column a'
    make = lambda it: op.drop_table(it)
else:
    sql = 'alter table t drop column b'
    make = lambda it: op.drop_column(it, 'c')
op.execute(sql)
make('u')
",
        "
select 1
alter table t drop column a if sql is number 1 of 2
alter table t drop column b if sql is number 2 of 2
DROP TABLE u if make is number 1 of 2
ALTER TABLE u DROP COLUMN c if make is number 2 of 2
",
    );
}

#[test]
fn a_wrapper_is_the_operation_that_it_names() {
    sends(
        "
from app.db import create_index_if_missing, drop_unique_constraint, create_table, change_column_type_to_json, update_column_type_to_datetime
create_index_if_missing('t', 'ix_t_a', ['a'])
drop_unique_constraint(op, 'uq_t', 't')
create_table('u', sa.Column('a', sa.Integer()))
change_column_type_to_json('t', 'a')
update_column_type_to_datetime('t', 'b')
",
        "
CREATE INDEX IF NOT EXISTS ix_t_a ON t (a)
ALTER TABLE t DROP CONSTRAINT uq_t
CREATE TABLE u (a INTEGER)
ALTER TABLE t ALTER COLUMN a TYPE json
ALTER TABLE t ALTER COLUMN b TYPE TIMESTAMP WITHOUT TIME ZONE
",
    );
}

#[test]
fn plug_ins_send_what_they_say() {
    let body = "
from alembic_postgresql_enum import TableReference
op.sync_enum_values('public', 'mood', ['ok', 'sad'], [TableReference('t', 'm', existing_server_default=\"'ok'\")])
";
    sends(
        body,
        "
ALTER TYPE \"public\".\"mood\" RENAME TO \"mood_old\"
CREATE TYPE \"public\".\"mood\" AS ENUM ('ok', 'sad')
ALTER TABLE \"t\" ALTER COLUMN \"m\" DROP DEFAULT
ALTER TABLE \"t\" ALTER COLUMN \"m\" TYPE \"public\".\"mood\" USING \"m\"::text::\"public\".\"mood\"
ALTER TABLE \"t\" ALTER COLUMN \"m\" SET DEFAULT 'ok'
DROP TYPE \"public\".\"mood_old\"
",
    );
    assert_eq!(upgrade(body, Dialect::Sqlite), "", "both plug-ins are for PostgreSQL alone");
    let body = "
from alembic_utils.pg_grant_table import PGGrantTable
from alembic_utils.pg_policy import PGPolicy
op.create_entity(PGPolicy(schema='s', signature='p', on_entity='s.t', definition='USING (true)'))
op.drop_entity(PGGrantTable(schema='s', table='t', columns=[], role='r', grant='SELECT', with_grant_option=False))
op.create_geospatial_table('t', sa.Column('a', sa.Integer()))
";
    sends(
        body,
        "
CREATE POLICY p ON s.t USING (true)
REVOKE SELECT ON \"s\".\"t\" FROM \"r\"
CREATE TABLE t (a INTEGER)
",
    );
}

#[test]
fn what_another_modules_object_does_is_not_passed_over() {
    sends(
        "from app.db import Migrator\nMigrator(op.get_bind()).run()",
        "(ImportedCode: Migrator(op.get_bind()).run())",
    );
}

#[test]
fn modules_are_found_by_every_form_of_import() {
    let script = format!(
        "import app.names\nimport beside\nimport whole\nfrom importlib import import_module\nearlier = import_module('app.2020_first')\n{HEAD}def upgrade():\n    op.drop_table(app.names.TABLE)\n    op.drop_table(beside.TABLE)\n    earlier.downgrade()\n    op.drop_table(whole.part.inner.TABLE)\n"
    );
    let earlier = "from alembic import op\ndef downgrade():\n    op.drop_table('c')\n";
    let units = read_sources(
        vec![
            source("app/names.py", "TABLE = 'a'\n"),
            source("app/2020_first.py", earlier),
            source("whole/__init__.py", ""),
            source("whole/part/__init__.py", ""),
            source("whole/part/inner.py", "TABLE = 'd'\n"),
            source("versions/beside.py", "TABLE = 'b'\n"),
            source("versions/b2_x.py", &script),
        ],
        Dialect::Postgres,
    );
    let up = units.iter().find(|it| it.direction == Direction::Up).expect("a way up");
    assert_eq!(lines(up, &script), "DROP TABLE a\nDROP TABLE b\nDROP TABLE c\nDROP TABLE d\n");
}

#[test]
fn a_module_is_the_same_for_every_file_and_has_no_place_in_any() {
    let library = "import sqlalchemy as sa\nCOLUMN = sa.Column('a', sa.Integer(), nullable=False)\nTABLES = ['t']\n";
    let script = |id: &str, parent: &str| {
        format!(
            "from alembic import op\nfrom app.shared import COLUMN, TABLES\nrevision = '{id}'\ndown_revision = {parent}\ndef upgrade():\n    for table in TABLES:\n        op.add_column(table, COLUMN)\n"
        )
    };
    let (first, second) = (script("a1", "None"), script("b2", "'a1'"));
    let units = read_sources(
        vec![
            source("versions/a1.py", &first),
            source("app/shared.py", library),
            source("versions/b2.py", &second),
        ],
        Dialect::Postgres,
    );
    for (unit, text) in units.iter().filter(|it| it.direction == Direction::Up).zip([first, second])
    {
        let [statement] = unit.statements.as_slice() else { panic!("one statement") };
        assert_eq!(statement.span.of(&text), "op.add_column(table, COLUMN)");
        for (_, span) in statement.ops.iter().flat_map(|it| &it.clauses) {
            assert!(statement.span.contains(*span), "{}", span.of(&text));
        }
    }
}

#[test]
fn the_schema_of_alembics_own_table_is_what_env_py_says() {
    let text = format!(
        "{HEAD}from alembic import context
def upgrade():
    schema = context.get_context().version_table_schema
    prefix = schema + '.' if schema else ''
    op.execute(f'drop table {{prefix}}t')
"
    );
    let with = |env: &str| {
        let sources = vec![source("m/env.py", env), source("m/versions/b2.py", &text)];
        let units = read_sources(sources, Dialect::Postgres);
        lines(units.first().expect("a way up"), &text)
    };
    assert_eq!(with(""), "drop table t\n");
    assert_eq!(with("context.configure(version_table_schema='app')"), "drop table app.t\n");
    assert!(with("context.configure(version_table_schema=name)").contains('{'));
}

#[test]
fn what_a_context_manager_does_at_last_is_read() {
    sends(
        "
from contextlib import contextmanager
@contextmanager
def without_keys():
    op.drop_constraint('k', 't')
    try:
        yield
    finally:
        op.create_foreign_key('k', 't', 'u', ['a'], ['b'])
with without_keys():
    op.drop_table('v')
",
        "
ALTER TABLE t DROP CONSTRAINT k
DROP TABLE v
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY(a) REFERENCES u (b)
",
    );
}

#[test]
fn a_context_manager_may_pause_under_a_condition() {
    let body = "
from contextlib import contextmanager
@contextmanager
def without_keys(bind):
    if bind.dialect.name == 'sqlite':
        op.execute('PRAGMA foreign_keys=off')
        yield op
        op.execute('PRAGMA foreign_keys=on')
    else:
        yield op
    op.drop_table('w')
with without_keys(op.get_bind()) as to:
    to.drop_table('v')
";
    assert_eq!(upgrade(body, Dialect::Postgres).trim(), "DROP TABLE v\nDROP TABLE w");
    let off_and_on = "PRAGMA foreign_keys=off\nDROP TABLE v\nPRAGMA foreign_keys=on\nDROP TABLE w";
    assert_eq!(upgrade(body, Dialect::Sqlite).trim(), off_and_on);
}

/// As SQLAlchemy 2.1.9 writes them.
#[test]
fn each_database_has_its_own_arguments_and_casts() {
    let body = "
op.create_table('t', sa.Column('a', sa.DOUBLE_PRECISION(precision=53)), postgresql_partition_by='LIST (a)',
    sqlite_with_rowid=False, sqlite_strict=True)
t = sa.table('t', sa.column('a'))
op.execute(t.update().values(a=sa.cast(t.c.a, sa.String(50))))
op.execute(t.update().values(a=sa.cast(t.c.a, sa.BigInteger())))
op.execute(t.update().values(a=sa.cast(t.c.a, sa.Float())))
";
    let told = |dialect| upgrade(body, dialect).replace("\n", " ");
    let postgres = told(Dialect::Postgres);
    assert!(postgres.contains("(a DOUBLE PRECISION) PARTITION BY LIST (a)"), "{postgres}");
    let sqlite = told(Dialect::Sqlite);
    assert!(sqlite.contains("(a DOUBLE PRECISION) WITHOUT ROWID, STRICT"), "{sqlite}");
    assert!(told(Dialect::Oracle).contains("(a DOUBLE PRECISION(53)) "));
    let mysql = told(Dialect::Mysql);
    for cast in ["a=CAST(t.a AS CHAR(50))", "a=CAST(t.a AS SIGNED INTEGER)", "a=t.a"] {
        assert!(mysql.contains(cast), "{mysql}");
    }
    let state = "op.add_column('t', sa.Column('s', sa.Enum(('off', 'starting'), name='states')))";
    let state = upgrade(state, Dialect::Sqlite);
    assert!(state.contains("VARCHAR(2)"), "{state}");
}

/// A constraint dropped under a name that only the run knows may be any of its kind: that one of them is still there
/// is no reason to call the next statement refused.
#[test]
fn what_may_have_been_dropped_stands_in_nobodys_way() {
    let refused = |drop: &str| {
        let base = "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a1'\ndown_revision = None\n\n\
            def upgrade():\n    op.create_table('u', sa.Column('id', sa.Integer(), primary_key=True))\n    \
            op.create_table('t', sa.Column('u_id', sa.Integer()), sa.Column('v_id', sa.Integer()),\n        \
            sa.ForeignKeyConstraint(['u_id'], ['u.id'], name='u_key'),\n        \
            sa.ForeignKeyConstraint(['v_id'], ['u.id'], name='v_key'))\n";
        let next = format!(
            "from alembic import op\nimport elsewhere\nrevision = 'a2'\ndown_revision = 'a1'\n\n\
             def upgrade():\n    {drop}\n    op.create_foreign_key('u_key', 't', 'u', ['u_id'], ['id'])\n"
        );
        let source = |path: &str, text: String| Source { path: path.to_owned(), text };
        let sources = [source("versions/a1.py", base.to_owned()), source("versions/a2.py", next)];
        let report = migralint::check(&sources, &migralint::Options::default());
        report.findings.iter().any(|it| it.rule == "refused-statement")
    };
    assert!(!refused("op.drop_constraint(elsewhere.name(), 't', type_='foreignkey')"));
    assert!(refused("op.drop_constraint(elsewhere.name(), 't', type_='unique')"));
    assert!(refused("op.drop_constraint('v_key', 't', type_='foreignkey')"));
}

#[test]
fn a_metadata_makes_the_tables_of_its_models_in_their_order() {
    let models = "
from sqlalchemy import Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column
Base = declarative_base()
class Stamped:
    made = Column(Integer, nullable=False)
class User(Stamped, Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    team_id = Column(ForeignKey('teams.id'), index=True)
    __table_args__ = (Index('by_made', 'made'),)
class Team(Base):
    __tablename__ = 'teams'
    id = Column(Integer, primary_key=True)
class Other(DeclarativeBase):
    pass
class Note(Other):
    __tablename__ = 'notes'
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    owner: Mapped[str] = mapped_column(String(9))
";
    let script = format!(
        "from app.models import Base, Other\n{HEAD}def upgrade():\n    bind = op.get_bind()\n    \
         Base.metadata.create_all(bind)\n    Other.metadata.tables['notes'].create(bind)\n    for it in \
         reversed(Base.metadata.sorted_tables):\n        op.execute(f'DELETE FROM {{it.name}}')\n    \
         Base.metadata.drop_all(bind)\n    elsewhere.metadata.drop_all(bind)\n"
    );
    let units = read_sources(
        vec![source("app/models.py", models), source("versions/b2_x.py", &script)],
        Dialect::Postgres,
    );
    let up = units.iter().find(|it| it.direction == Direction::Up).expect("a way up");
    assert_eq!(
        lines(up, &script),
        "CREATE TABLE teams (id SERIAL NOT NULL, PRIMARY KEY (id))
CREATE TABLE users (id SERIAL NOT NULL, team_id INTEGER, made INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(team_id) REFERENCES teams (id))
CREATE INDEX ix_users_team_id ON users (team_id)
CREATE INDEX by_made ON users (made)
CREATE TABLE notes (id SERIAL NOT NULL, text VARCHAR, owner VARCHAR(9) NOT NULL, PRIMARY KEY (id))
DELETE FROM users
DELETE FROM teams
DROP TABLE users
DROP TABLE teams
DROP TABLE {elsewhere.metadata}
"
    );
}

#[test]
fn what_python_makes_of_known_values_is_known() {
    sends(
        "
import datetime
import json
op.execute('SELECT ' + json.dumps({'a': [1, None, True], 'b': 'c'}))
op.execute('SELECT ' + 'two words'.title() + 'xy'.removesuffix('y'))
for at, name in enumerate(sorted(['bb', 'a', 'ccc'], key=len, reverse=True)):
    op.drop_table(f'{name!s}_{at:02d}')
kept = {'x': 1, 'y': 2}
del kept['x']
op.execute('SELECT %s, %s, %s' % (','.join(kept), sum([1, 2]), 2 ** 10))
op.add_column('t', sa.Column('at', sa.DateTime(), server_default=str(datetime.datetime(2000, 1, 2, tzinfo=datetime.timezone.utc))))
for low in {'a', 'b'} & {'b'} | set('c d'.split(' ', 1)):
    op.drop_table(low)
",
        "
SELECT {\"a\": [1, null, true], \"b\": \"c\"}
SELECT Two Wordsx
DROP TABLE ccc_00
DROP TABLE bb_01
DROP TABLE a_02
SELECT y, 3, 1024
ALTER TABLE t ADD COLUMN at TIMESTAMP WITHOUT TIME ZONE DEFAULT '2000-01-02 00:00:00+00:00'
DROP TABLE b
DROP TABLE c
DROP TABLE d
",
    );
}

#[test]
fn each_database_counts_and_states_columns_in_its_own_way() {
    let table = "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Boolean(create_constraint=True)), sqlite_autoincrement=True)";
    for (dialect, body, expected) in [
        (
            Dialect::Sqlite,
            table,
            "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, n BOOLEAN, CHECK (n IN (0, 1)))",
        ),
        (
            Dialect::Mssql,
            table,
            "CREATE TABLE t (id INTEGER NOT NULL IDENTITY, n BIT NULL, PRIMARY KEY (id))",
        ),
        (
            Dialect::Mssql,
            "op.add_column('t', sa.Column('n', sa.Integer, autoincrement=True))",
            "ALTER TABLE t ADD n INTEGER NULL IDENTITY",
        ),
        (
            Dialect::Postgres,
            "op.create_table('t', sa.Column('id', sa.Integer, sa.Sequence('s'), primary_key=True))",
            "CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))",
        ),
        (
            Dialect::Mysql,
            "from sqlalchemy.ext import mutable\nop.add_column('t', sa.Column('c', mutable.MutableDict.as_mutable(sa.JSON())))",
            "ALTER TABLE t ADD COLUMN c JSON",
        ),
        (
            Dialect::Mysql,
            "op.alter_column('t', 'c', type_=sa.TIMESTAMP)",
            "ALTER TABLE t MODIFY c TIMESTAMP NULL",
        ),
        (
            Dialect::Postgres,
            "op.create_unique_constraint('u', 't', ['a'], postgresql_nulls_not_distinct=False)",
            "ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS DISTINCT (a)",
        ),
        (
            Dialect::Postgres,
            "op.create_index('i', 't', [sa.text('lower(a)')], postgresql_ops={'lower(a)': 'text_pattern_ops'})",
            "CREATE INDEX i ON t (lower(a) text_pattern_ops)",
        ),
        (
            Dialect::Sqlite,
            "t = sa.table('t', sa.column('b', sa.Boolean))\nop.execute(t.update().where(~t.c.b).values(b=True))",
            "UPDATE t SET b=1 WHERE t.b = 0",
        ),
    ] {
        assert_eq!(upgrade(body, dialect).trim(), expected, "for {body}");
    }
}

#[test]
fn decorators_and_what_functions_keep_are_followed() {
    let helpers = "
import functools
from alembic import op
def only_on(*names):
    def decorate(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            if op.get_bind().dialect.name in names:
                return function(*args, **kwargs)
        return run
    return decorate
";
    let script = format!(
        "import enum, functools\nfrom app.helpers import only_on\n{HEAD}class Kind(str, enum.Enum):\n    A = 'a'\n    B = 'b'\n\
         drop = functools.partial(op.drop_column, 't')\n\
         @only_on('mysql')\ndef mine():\n    op.drop_table('mysql')\n\
         @only_on('postgresql')\ndef upgrade():\n    mine()\n    drop('c')\n    for it in Kind:\n        \
         op.drop_table(f'{{it.name!r:>4}}{{it.value}}')\n    args = {{'existing_type': sa.Text(), 'nullable': True}}\n    \
         args['nullable'] = False\n    op.alter_column('t', Kind.A.name, **args)\n    at = 0\n    while at < 1:\n        \
         at += 1\n    else:\n        op.drop_table('%03d' % at)\n"
    );
    let sources = || vec![source("app/helpers.py", helpers), source("versions/b2_x.py", &script)];
    let ups = |dialect| {
        let units = read_sources(sources(), dialect);
        let up = units.iter().find(|it| it.direction == Direction::Up).expect("a way up");
        (lines(up, &script), up.span.of(&script).contains("def upgrade"))
    };
    assert_eq!(
        ups(Dialect::Postgres),
        (
            "ALTER TABLE t DROP COLUMN c\nDROP TABLE \" 'A'a\"\nDROP TABLE \" 'B'b\"\n\
             ALTER TABLE t ALTER COLUMN \"A\" SET NOT NULL\nDROP TABLE \"001\"\n"
                .to_owned(),
            true
        )
    );
    assert_eq!(ups(Dialect::Sqlite).0, "");
}

#[test]
fn statements_of_the_expression_language_are_written_as_sqlalchemy_writes_them() {
    sends(
        "
t = sa.table('t', sa.column('b', sa.Boolean), sa.column('i', sa.Integer))
op.execute(t.update().where(sa.or_(t.c.i == 1, t.c.i == 2)).where(t.c.b).values(i=t.c.i + 1))
op.execute(t.update().where(sa.or_(sa.and_(t.c.i == 1, t.c.b), t.c.i == 3)).values(b=None))
op.execute(t.delete().where(~(t.c.i == 1)))
op.execute(t.delete().where(sa.not_(t.c.b) & t.c.i.between(1, 2)))
op.execute(sa.insert(t).from_select(['b', 'i'], sa.select(t.c.b, t.c.i).where(t.c.i.is_(None)).distinct()))
op.execute(sa.schema.CreateTable(sa.Table('n', sa.MetaData(), sa.Column('i', sa.Text, index=True))))
",
        "
UPDATE t SET i=(t.i + 1) WHERE (t.i = 1 OR t.i = 2) AND t.b
UPDATE t SET b=NULL WHERE t.i = 1 AND t.b OR t.i = 3
DELETE FROM t WHERE t.i != 1
DELETE FROM t WHERE NOT t.b AND t.i BETWEEN 1 AND 2
INSERT INTO t (b, i) SELECT DISTINCT t.b, t.i FROM t WHERE t.i IS NULL
CREATE TABLE n (i TEXT)
",
    );
}

#[test]
fn a_file_that_a_script_reads_is_sent_where_it_is_read() {
    let script = format!(
        "import importlib.resources\nimport os\nfrom pathlib import Path\n{HEAD}\
         HERE = os.path.dirname(os.path.abspath(__file__))\n\
         def upgrade():\n    with open(os.path.join(HERE, '..', 'sql', 'a.sql')) as file:\n        \
         op.execute(file.read())\n    op.execute((Path(__file__).parent.parent / 'sql' / 'b.sql').read_text())\n    \
         op.execute(importlib.resources.files('app.sql').joinpath('b.sql').read_text())\n    \
         op.execute(open('nowhere.sql').read())\n"
    );
    let sources = vec![
        source("app/sql/a.sql", "drop table a; drop table b"),
        source("app/sql/b.sql", "drop table c"),
        source("app/sql/mine.sql", "drop table d"),
        source("app/versions/b2_x.py", &script),
    ];
    let units = migralint::lang::read(&sources, Target::new(Dialect::Postgres));
    let up = units.iter().find(|it| it.id == "b2").expect("a way up");
    assert_eq!(
        lines(up, &script),
        "drop table a\ndrop table b\ndrop table c\ndrop table c\n(DynamicSql: open('nowhere.sql').read())\n"
    );
    let plain = |it: &&Unit| it.direction == Direction::Up && it.id != "b2";
    let others: Vec<usize> = units.iter().filter(plain).map(|it| it.source).collect();
    assert_eq!(others, [2], "what a script reads is no migration of its own");
}

#[test]
fn what_lies_too_deep_is_said_once() {
    for body in [
        "def f(n):\n    op.drop_table('t')\n    f(n + 1)\ndef upgrade():\n    f(0)\n",
        "def f(n):\n    g(n)\ndef g(n):\n    f(n)\n    op.drop_table('t')\ndef upgrade():\n    f(0)\n",
        &format!(
            "def d(f):\n    def w():\n        return f()\n    return w\n{}def upgrade():\n    op.drop_table('t')\n",
            "@d\n".repeat(200)
        ),
        &format!(
            "import functools\ndef upgrade():\n    f = op.drop_table\n    for it in range(300):\n        f = functools.partial(f)\n    f('t')\n    {}\n",
            "f('t')\n    ".repeat(3)
        ),
    ] {
        let text = format!("{HEAD}{body}");
        let told = lines(&read(&text, Dialect::Postgres), &text);
        assert_eq!(told.matches("TooDeep").count(), 1, "for {body}: {told}");
    }
}

#[test]
fn classes_above_each_other_and_many_tables_take_no_time() {
    let mut text = format!("{HEAD}class A0: pass\n");
    for at in 1..400 {
        let below = at - 1;
        text.push_str(&format!("class A{at}(A{below}, A{below}):\n    __tablename__ = 't{at}'\n"));
    }
    text.push_str("x0 = {'a': sa.Table('t', m)}\n");
    for at in 1..400 {
        text.push_str(&format!("x{at} = {{'a': x{}['z']}}\n", at - 1));
    }
    text.push_str("def upgrade():\n    op.drop_table(x399['q'])\n");
    text.push_str(&"    A399.metadata.create_all(op.get_bind())\n".repeat(400));
    let unit = read(&text, Dialect::Postgres);
    assert!(unit.statements.len() < 20_000, "{}", unit.statements.len());
}

#[test]
fn indexes_outside_of_a_table_are_made_with_it() {
    sends(
        "
meta = sa.MetaData()
for name in ['t', 'u']:
    sa.Table(name, meta, sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, index=True))
sa.Index('by_a', meta.tables['t'].c['a'])
sa.Index('by_b', meta.tables['t'].c.b.desc())
meta.tables['t'].create(op.get_bind())
for index in meta.tables['t'].indexes:
    index.drop(op.get_bind())
",
        "
CREATE TABLE t (a INTEGER, b INTEGER)
CREATE INDEX ix_t_b ON t (b)
CREATE INDEX by_a ON t (a)
CREATE INDEX by_b ON t (b DESC)
DROP INDEX ix_t_b
DROP INDEX by_a
DROP INDEX by_b
",
    );
}

#[test]
fn what_env_py_does_not_say_is_told_as_assumed() {
    let script = format!("{HEAD}def upgrade():\n    op.drop_table('t')\n");
    let assumed = |env: Option<&str>| {
        let mut sources = vec![source("app/versions/b2_x.py", &script)];
        sources.extend(env.map(|it| source("app/env.py", it)));
        let units = read_sources(sources, Dialect::Postgres);
        units.into_iter().next().map(|it| it.assumed).unwrap_or_default()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        assumed(None),
        [
            "Alembic's defaults, as no env.py is among the files: one transaction for all revisions, and no naming convention"
        ]
    );
    assert_eq!(assumed(Some("target_metadata = None\n")), none);
    assert_eq!(assumed(Some("context.configure(transaction_per_migration=True)\n")), none);
    assert_eq!(
        assumed(Some("context.configure(transaction_per_migration=one_each())\n")),
        [
            "`transaction_per_migration` in app/env.py is only known when it runs; one transaction for all revisions, Alembic's default, is taken"
        ]
    );
    assert_eq!(
        assumed(Some("from shop import models\ntarget_metadata = models.Base.metadata\n")),
        [
            "the metadata that app/env.py hands over is made elsewhere; it is taken for one without a naming convention"
        ]
    );
}

#[test]
fn a_wrapper_may_take_the_name_and_the_type_of_a_column() {
    let text = format!(
        "from shop import db\n{HEAD}def upgrade():\n    db.add_column_to_table_alembic('t', 'c', sa.Float(), server_default='1')\n    \
         db.drop_column_from_table('t', 'd')\n    db.safe_add_column('t', sa.Column('e', sa.Text()))\n"
    );
    assert_eq!(
        lines(&read(&text, Dialect::Postgres), &text),
        "ALTER TABLE t ADD COLUMN c FLOAT DEFAULT '1'\nALTER TABLE t DROP COLUMN d\nALTER TABLE t ADD COLUMN IF NOT EXISTS e TEXT\n"
    );
}
