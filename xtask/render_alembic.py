"""Has Alembic itself write the SQL of revisions, offline, and compares it with what `migralint inspect` says.

Reads from standard input one JSON object: `root`, the folder that the scripts' package lies in; `inspections`, a list of
pairs of a database and the file with what `inspect` printed about the folder. Writes one JSON object to standard output.
Nothing reaches a database, a network or another process: what a script imports and cannot be had is stubbed.
"""

import ast
import collections
import difflib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import itertools
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import traceback
import types
import warnings

import alembic.context
import alembic.op
import alembic.util
import sqlalchemy as sa
import sqlalchemy.dialects.mssql.base
import sqlalchemy.dialects.oracle.base
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.types import UserDefinedType

NAMES = {"postgres": "postgresql", "mysql": "mysql", "sqlite": "sqlite", "mssql": "mssql", "oracle": "oracle"}
SECONDS_EACH = 10
# Revisions of other packages that a history may depend on.
ELSEWHERE = 30
# The folder that the scripts' package lies in, and its naming convention.
ROOT = ""
NAMING = {}


# Modules that cannot be imported


class Stub:
    """Anything that a script takes from a module that is not there."""

    def __init__(self, *args, **kwargs):
        pass

    # Calls so far: what one of them would have sent is not known.
    calls = 0

    def __call__(self, *args, **kwargs):
        Stub.calls += 1
        # A decorator gives back what it decorates.
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else Stub()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub()

    def __getitem__(self, key):
        return Stub()

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def __mro_entries__(self, bases):
        return (object,)


class Loose(type(UserDefinedType)):
    """A class of another package has whatever attributes and members a script asks it for."""

    def __getattr__(cls, name):
        return stub_attribute(name)

    def __iter__(cls):
        return iter(())

    def __len__(cls):
        return 0

    def __getitem__(cls, key):
        return Stub()


# Names of types that stand in for those of packages that are not there.
STUBBED_TYPES = set()


def stub_type(name):
    """A column type of another package, kept by its name."""

    class Made(UserDefinedType, metaclass=Loose):
        cache_ok = True

        def __init__(self, *args, **kwargs):
            pass

        def __call__(self, *args, **kwargs):
            return self

        def get_col_spec(self, **kwargs):
            STUBBED_TYPES.add(name.lower())
            return name

    Made.__name__ = name
    return Made


def stub_attribute(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return stub_type(name) if name[:1].isupper() else Stub()


def attributes_of(module):
    """What a module gives for a name that it does not have: a module inside of it, else a stub."""

    def attribute(name):
        inner = f"{module.__name__}.{name}"
        folders = module.__dict__.get("__path__")
        if folders and not name.startswith("__") and importlib.machinery.PathFinder.find_spec(inner, folders):
            return importlib.import_module(inner)
        return stub_attribute(name)

    return attribute


class StubFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: whatever nobody found is a module without content."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = attributes_of(module)


class OwnFinder(importlib.abc.MetaPathFinder):
    """Comes first: the modules of the scripts' own package, of which a failing one keeps what it got to."""

    def __init__(self, root):
        self.root = root

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path if path is not None else [self.root])
        if spec is None or not (spec.origin or "").startswith(self.root) or spec.loader is None:
            return None
        run = spec.loader.exec_module

        def exec_module(module):
            module.__getattr__ = attributes_of(module)
            try:
                run(module)
            except Exception:
                pass

        spec.loader.exec_module = exec_module
        return spec


def refuse(*args, **kwargs):
    raise OSError("nothing leaves this process")


def shut():
    for name in ("Popen", "run", "call", "check_call", "check_output"):
        setattr(subprocess, name, refuse)
    os.system = refuse
    socket.socket.connect = refuse
    socket.create_connection = refuse


# Alembic's own output


class TooLong(Exception):
    pass


def too_long(*args):
    raise TooLong("takes too long")


def revisions(root):
    """The files that are revisions."""
    for path in sorted(pathlib.Path(root).rglob("*.py")):
        text = path.read_text("utf-8", "replace")
        if re.search(r"^down_revision\b", text, re.M) and re.search(r"^revision\b", text, re.M):
            yield path


def load(path):
    spec = importlib.util.spec_from_file_location("revision_" + re.sub(r"\W", "_", path.stem), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Context:
    """What `alembic.context` is while a script runs: connected, as `upgrade` is mostly run."""

    def __init__(self, migration):
        self.migration = migration

    def install(self):
        for name in ("is_offline_mode", "get_context", "get_bind", "get_x_argument"):
            setattr(alembic.context, name, getattr(self, name))

    def is_offline_mode(self):
        return False

    def get_context(self):
        return self.migration

    def get_bind(self):
        return self.migration.bind

    def get_x_argument(self, as_dictionary=False):
        return {} if as_dictionary else []


def is_named(statement):
    """Whether a statement gives a value one name."""
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)


def convention(root):
    """The naming convention of the metadata that a project's env.py hands to Alembic, as far as it can be loaded."""
    for path in sorted(pathlib.Path(root).rglob("env.py")):
        found = handed_over(path)
        if isinstance(found, sa.MetaData):
            return dict(found.naming_convention)
    # An env.py that needs packages that are not there has it from a module that says it.
    telling = [it for it in sorted(pathlib.Path(root).rglob("*.py")) if tells_convention(it)]
    for path in telling:
        for found in map(metadata_of, load_named(root, path).values()):
            if isinstance(found, sa.MetaData) and found.naming_convention != sa.MetaData().naming_convention:
                return dict(found.naming_convention)
    for path in telling:
        tree = ast.parse(path.read_text("utf-8", "replace"))
        named = {it.targets[0].id: it.value for it in tree.body if is_named(it)}
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "naming_convention":
                value = named.get(node.value.id) if isinstance(node.value, ast.Name) else node.value
                if isinstance(value, ast.Dict):
                    return {"ix": "ix_%(column_0_label)s", **ast.literal_eval(value)}
    return {}


def handed_over(path):
    """What an env.py gives for `target_metadata`, to Alembic or to a name."""
    configured = []
    stubs = {
        "config": Stub(),
        "configure": lambda *_, **options: configured.append(options.get("target_metadata")),
        "is_offline_mode": lambda: False,
        "begin_transaction": Stub(),
        "run_migrations": Stub(),
    }
    kept = {it: alembic.context.__dict__.get(it) for it in stubs}
    alembic.context.__dict__.update(stubs)
    env = types.ModuleType("env")
    env.__file__ = str(path)
    try:
        exec(compile(path.read_text("utf-8", "replace"), str(path), "exec"), env.__dict__)
    except BaseException:
        pass
    finally:
        alembic.context.__dict__.update(kept)
    return next((it for it in configured if it is not None), env.__dict__.get("target_metadata"))


def tells_convention(path):
    text = path.read_text("utf-8", "replace")
    return "naming_convention" in text and "MetaData(" in text and "down_revision" not in text


def load_named(root, path):
    """What a module of the scripts' own package holds; nothing where it cannot be loaded."""
    name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    try:
        return dict(vars(importlib.import_module(name)))
    except BaseException:
        return {}


def metadata_of(value):
    return value if isinstance(value, sa.MetaData) else getattr(value, "metadata", None)


def render(module, direction, dialect):
    """The statements that a script sends; what keeps Alembic from writing them is raised."""
    buffer = Buffer()
    metadata = sa.MetaData(naming_convention=NAMING) if NAMING else None
    options = {"as_sql": True, "output_buffer": buffer, "target_metadata": metadata}
    migration = MigrationContext.configure(dialect_name=NAMES[dialect], opts=options)
    if dialect == "mssql":
        # Offline, no server says that it is newer than 2008, which brought DATE, and 2012.
        migration.dialect.server_version_info = (15,)
        migration.dialect.deprecate_large_types = True
    if dialect == "postgres":
        # Offline, every server is 18, which brought columns that are computed when they are read.
        migration.dialect.supports_virtual_generated_columns = False
    if dialect == "oracle":
        # `OracleDialect.initialize` has it from the server: there since 23, and the target is 19.
        migration.dialect.supports_native_boolean = False
    Context(migration).install()
    function = getattr(module, direction)
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS_EACH)
    try:
        with Operations.context(migration) as op:
            arguments = [op] if "op" in function.__code__.co_varnames[: function.__code__.co_argcount] else []
            function(*arguments)
    finally:
        signal.alarm(0)
    return buffer.parts


def render_and_watch(module, direction, dialect):
    """The statements, those of them that are other ones in a second run, and whether the script caught an error that
    comes of having no database: what would have followed was not sent."""
    caught = 0

    def trace(frame, event, argument):
        nonlocal caught
        if not frame.f_code.co_filename.startswith(ROOT):
            return None
        if event == "exception" and not issubclass(argument[0], (StopIteration, GeneratorExit)):
            caught += 1
        return trace

    first = []
    sys.settrace(trace)
    try:
        first = statements(render(module, direction, dialect), dialect)
    finally:
        sys.settrace(None)
    second = set(statements(render(module, direction, dialect), dialect))
    return first, {it for it in first if it not in second}, 0 < caught


class Buffer:
    """Collects each text that Alembic writes: a statement with its terminator, and GO on lines of its own."""

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        pass


# Statements


def split(text):
    """The statements of a text, at semicolons outside of quotes, comments and dollar quotes, and at GO and `/`."""
    statements, start, at = [], 0, 0
    while at < len(text):
        one = text[at]
        if one in "'\"`":
            end = text.find(one, at + 1)
            at = len(text) if end < 0 else end + 1
        elif text.startswith("--", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif text.startswith("/*", at):
            end = text.find("*/", at)
            at = len(text) if end < 0 else end + 2
        elif one == "$" and (quote := re.match(r"\$\w*\$", text[at:])):
            end = text.find(quote.group(), at + len(quote.group()))
            at = len(text) if end < 0 else end + len(quote.group())
        elif one == ";":
            statements.append(text[start:at])
            at += 1
            start = at
        else:
            at += 1
    statements.append(text[start:])
    return [it for it in statements if it.strip()]


def unquoted(name):
    return name.group() if name.group(1) in sqlalchemy.dialects.oracle.base.RESERVED_WORDS else name.group(1)


def normal(statement, dialect):
    """Space and case do not count, nor do comments, nor what opens and closes transactions.

    A percent sign that is doubled for the driver reaches the database as one. Oracle has a plain name in capitals, where
    it is no word of its own, so with quotes and without.
    """
    if dialect == "oracle":
        statement = re.sub(r'"([A-Z][A-Z0-9_$#]*)"', unquoted, statement)
    marks = r"--[^\n]*|#[^\n]*" if dialect == "mysql" else r"--[^\n]*"
    comments = rf"('(?:[^']|'')*'|\"[^\"]*\")|/\*.*?\*/|{marks}"
    text = re.sub(comments, lambda it: it.group(1) or " ", statement, flags=re.S)
    text = re.sub(r"\s+", " ", text.replace("%%", "%")).strip().lower()
    text = re.sub(r"\s*([(),=])\s*", r"\1", text)
    text = re.sub(r"( go| /)+$", "", text)
    return "" if re.fullmatch(r"(begin|commit|begin transaction|go|/)?( transaction)?", text) else text


def statements(texts, dialect):
    found = []
    for text in texts:
        for line in re.split(r"\n\s*(?:GO|/)\s*(?:\n|$)", text):
            found += [it for it in (normal(one, dialect) for one in split(line)) if it]
    return in_order(found)


def in_order(found):
    """Indexes of one table are a set to SQLAlchemy, made in an order that changes from run to run."""
    ordered = []
    for index, group in itertools.groupby(found, lambda it: bool(re.match(r"create (unique )?index", it))):
        ordered += sorted(group) if index else group
    return ordered


# Comparison

KINDS = [
    ("a check that a type of the application makes", lambda real, ours: real.count("check(") > ours.count("check(")),
    (
        "PostgreSQL's words, which begin another statement in Transact-SQL",
        lambda real, ours: " concurrently" in real + ours
        or not real and ours.startswith(("if exists ", "select "))
        or ours != "" and real.startswith(ours + "select "),
    ),
    (
        "a type that is written otherwise once env.py has imported a certain module of the application",
        lambda real, ours: "char(32)" in real
        and real.replace("char(32)", "uuid").replace(" ", "") == ours.replace(" ", ""),
    ),
    (
        "a branch that the answer to a query decides",
        lambda real, ours: "json_extract" in ours and "instr(" in real,
    ),
    ("values of an enumeration that is not there", lambda real, ours: "enum()" in real),
    (
        "a foreign key's name, which a compiler of the first script takes away in all scripts that are loaded after it",
        lambda real, ours: real == re.sub(r"constraint \S+ (?=foreign key)", "", ours),
    ),
    (
        "a path into JSON, which SQLAlchemy writes in another way for each database",
        lambda real, ours: re.search(r"{.*\.as_(string|float|integer|boolean)\(", ours) is not None,
    ),
    ("a part that is not evaluated", lambda real, ours: "{" in ours or "…" in ours),
]


def kind(real, ours):
    for name, holds in KINDS:
        if holds(real, ours):
            return name
    words = (real or ours).split()
    return ("only Alembic: " if not ours else "only migralint: " if not real else "differs: ") + " ".join(words[:2])


MARKS = re.compile(r"__\[postcompile_\w+\]|%\(\w+\)s(?:::\w[\w ]*)?|%s|\?|(?<!:):\w+|(?<!:):\"\w+\"")


def handed_apart(real, ours):
    """Whether the texts are one but for values that Alembic hands to the driver apart from the statement."""
    parts = MARKS.split(real)
    return 1 < len(parts) and re.fullmatch(".+?".join(map(re.escape, parts)), ours) is not None


def paired(lefts, rights, fits):
    """Pairs, in order, of which both sides fit each other; and what is left of either side."""
    pairs, rest, rights = [], [], list(rights)
    for left in lefts:
        found = next((it for it in rights if fits(left, it)), None)
        if found is None:
            rest.append(left)
        else:
            rights.remove(found)
            pairs.append((left, found))
    return pairs, rest, rights


def compare(real, ours):
    """How many statements agree, and the pairs that do not."""
    agreed, differences = 0, []
    matcher = difflib.SequenceMatcher(None, real, ours, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            agreed += left_end - left
            continue
        lefts, rights = real[left:left_end], ours[right:right_end]
        apart, lefts, rights = paired(lefts, rights, handed_apart)
        agreed += len(apart)
        alike, lefts, rights = paired(lefts, rights, lambda it, other: it.split()[:3] == other.split()[:3])
        # With as many on either side, what stands at the same place is meant to be the same.
        if len(lefts) == len(rights):
            alike += zip(lefts, rights)
            lefts, rights = [], []
        differences += alike + [(it, "") for it in lefts] + [("", it) for it in rights]
    return agreed, differences


def is_autocommit(step):
    """Whether a step only opens or closes a block without a transaction, for which nothing is sent."""
    return all(it["kind"].endswith("-autocommit") for it in step["operations"])


def has_stubbed_type(statement):
    return any(re.search(rf"[ (]{re.escape(it)}\b", statement) for it in STUBBED_TYPES)


def compare_all(root, inspections):
    loaded = {}
    rows = {}
    for dialect, path in inspections:
        inspected = json.loads(pathlib.Path(path).read_text("utf-8"))
        row = collections.Counter()
        kinds = collections.Counter()
        examples = collections.defaultdict(list)
        failures = collections.Counter()
        for migration in inspected["migrations"]:
            file = pathlib.Path(migration["path"])
            direction = "upgrade" if migration["direction"] == "up" else "downgrade"
            if file not in loaded:
                try:
                    loaded[file] = load(file)
                except BaseException as error:
                    loaded[file] = error
            module = loaded[file]
            if not isinstance(module, types.ModuleType):
                row["unloaded"] += 1
                continue
            if not callable(getattr(module, direction, None)):
                continue
            steps = migration["steps"]
            if any("condition" in it for it in steps):
                row["conditional"] += 1
                continue
            if any(operation["kind"] == "opaque" for it in steps for operation in it["operations"]):
                row["opaque"] += 1
                continue
            calls = Stub.calls
            try:
                real, passing, caught = render_and_watch(module, direction, dialect)
            except BaseException as error:
                row["unrendered"] += 1
                failures[f"{type(error).__name__}: {str(error).splitlines()[0][:90] if str(error) else ''}"] += 1
                continue
            stubbed = r"stub object|stub_type|\bproxy\b"
            if calls < Stub.calls or any(re.search(stubbed, it) for it in real):
                row["stubbed"] += 1
                continue
            ours = statements([it["sql"] + ";" for it in steps if not is_autocommit(it)], dialect)
            agreed, differences = compare(real, ours)
            left = []
            for one in differences:
                if has_stubbed_type(one[0]):
                    row["unpackaged"] += 1
                elif one[0] in passing:
                    row["passing"] += 1
                elif caught and not one[0]:
                    # What follows in the script did not run.
                    row["caught"] += 1
                else:
                    left.append(one)
            differences = left
            row["functions"] += 1
            row["agreed"] += agreed
            row["differ"] += len(differences)
            for left, right in differences:
                name = kind(left, right)
                kinds[name] += 1
                if len(examples[name]) < 5:
                    examples[name].append([f"{file.name} {direction}", left[:600], right[:600]])
        rows[dialect] = {"counts": row, "kinds": kinds, "examples": examples, "failures": failures}
    return rows


def load_header(folder, name):
    """A script as Alembic loads it to know its graph; of one that cannot run without its package, what it says about
    itself is all that Alembic asks for there."""
    try:
        return load_whole(folder, name)
    except Exception:
        module = types.ModuleType(pathlib.Path(name).stem)
        text = pathlib.Path(folder, name).read_text("utf-8", "replace")
        header = ("revision", "down_revision", "branch_labels", "depends_on")
        tree = ast.parse(text)
        module.__doc__ = ast.get_docstring(tree)
        for statement in tree.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            if any(isinstance(it, ast.Name) and it.id in header for it in targets):
                alone = ast.Module([statement], [])
                exec(compile(alone, name, "exec"), module.__dict__)
        return module


load_whole = alembic.util.load_python_file


def graph(root, inspected):
    alembic.util.load_python_file = load_header
    """Heads, bases, parents and order as Alembic has them, and as `inspect` has them; the differences in words."""
    folders = sorted({str(it.parent) for it in revisions(root)})
    wrong = []
    unasked = []
    count = 0
    groups = [folders] if not clash(folders) else [[it] for it in folders]
    ours = {}
    order = []
    for it in inspected["migrations"]:
        if it["direction"] == "up":
            ours[str(pathlib.Path(it["path"]))] = it
            order.append(str(pathlib.Path(it["path"])))
    elsewhere = pathlib.Path("elsewhere").absolute()
    elsewhere.mkdir(exist_ok=True)
    for group in groups:
        config = Config()
        config.set_main_option("script_location", group[0])
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", "\n".join([*group, str(elsewhere)]))
        for _ in range(ELSEWHERE):
            script = ScriptDirectory.from_config(config)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    real = [it for it in script.walk_revisions() if not it.path.startswith(str(elsewhere))]
                break
            except KeyError as error:
                # A revision of another package, on which one depends.
                missing = error.args[0]
                (elsewhere / f"{missing}.py").write_text(f"revision = {missing!r}\ndown_revision = None\n")
            except Exception as error:
                unasked.append(f"{group[0]}: {type(error).__name__}: {error}")
                real = []
                break
        else:
            unasked.append(f"{group[0]}: depends on more than {ELSEWHERE} revisions of other packages")
            continue
        count += len(real)
        places = {path: at for at, path in enumerate(order)}
        for revision in real:
            path = str(pathlib.Path(revision.path))
            mine = ours.get(path)
            if mine is None:
                wrong.append(f"{path}: not read")
                continue
            parents = revision.down_revision or ()
            parents = [parents] if isinstance(parents, str) else list(parents)
            if mine["id"] != revision.revision or mine["parents"] != parents:
                wrong.append(f"{path}: {mine['id']} after {mine['parents']}, not {revision.revision} after {parents}")
        known = {it.revision: str(pathlib.Path(it.path)) for it in real}
        paths = set(known.values())
        parents = {path: [known[it] for it in known if it in ours[path]["parents"]] for path in paths if path in ours}
        heads = paths - {it for those in parents.values() for it in those}
        # `alembic heads`: a revision that another depends on is a head all the same.
        real_heads = {known[it] for it in script.get_heads() if it in known}
        if heads != real_heads:
            wrong.append(f"{group[0]}: heads {sorted(heads)}, not {sorted(real_heads)}")
        bases = {path for path in paths if path in ours and not ours[path]["parents"]}
        listed = {known[it.revision] for it in real if not it.down_revision}
        if bases != listed:
            wrong.append(f"{group[0]}: bases {sorted(bases)}, not {sorted(listed)}")
        for revision in real:
            path = known[revision.revision]
            for before in revision._all_down_revisions:
                before = known.get(script.revision_map.get_revision(before).revision)
                if before and path in places and before in places and places[path] < places[before]:
                    wrong.append(f"{path} runs before {before}")
    return {"revisions": count, "wrong": wrong, "unasked": unasked}


def clash(folders):
    """Whether folders are histories of their own: each has a revision without a parent."""
    return 1 < len(folders) and all(has_base(it) for it in folders)


def has_base(folder):
    pattern = re.compile(r"^down_revision[^=\n]*=\s*(None|\(\))", re.M)
    return any(pattern.search(it.read_text("utf-8", "replace")) for it in pathlib.Path(folder).glob("*.py"))


def main():
    global ROOT, NAMING
    task = json.load(sys.stdin)
    ROOT = root = task["root"]
    warnings.simplefilter("ignore")
    # Scripts may print; what goes wrong here still has to be seen, on `sys.__stderr__`.
    out, sys.stdout, sys.stderr = sys.stdout, io.StringIO(), io.StringIO()
    sys.excepthook = lambda *it: traceback.print_exception(*it, file=sys.__stderr__)
    sys.meta_path.insert(0, OwnFinder(root))
    sys.meta_path.append(StubFinder())
    shut()
    os.chdir(task["scratch"])
    NAMING = convention(root)
    answer = {"dialects": compare_all(root, task["inspections"])}
    first = json.loads(pathlib.Path(task["inspections"][0][1]).read_text("utf-8"))
    answer["graph"] = graph(root, first)
    json.dump(answer, out)


main()
