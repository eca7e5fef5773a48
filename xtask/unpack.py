"""Unpacks the migrations of a package: wheel, jar, npm or crate archive, Debian package.

Reads from standard input one JSON object: the archive, and for each part its folder and the patterns of its files.
With revisions come the modules of the package that they import, whatever those import, and alembic.ini.
Writes nothing outside those folders, whatever the archive says.
"""

import ast
import collections
import fnmatch
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import warnings
import zipfile

# So many modules are brought along for the sake of one part's revisions, the nearest first.
MOST_MODULES = 600


def members(archive):
    """Pairs of a member's path and a function that reads it."""
    if archive.endswith(".deb"):
        tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], check=True, stdout=subprocess.PIPE).stdout
        yield from tar_members(tarfile.open(fileobj=io.BytesIO(tar)))
    elif archive.endswith((".tgz", ".crate", ".tar.gz")):
        yield from tar_members(tarfile.open(archive))
    else:
        yield from zip_members(zipfile.ZipFile(archive))


def tar_members(tar):
    for it in tar.getmembers():
        if it.isfile():
            yield it.name, lambda it=it: tar.extractfile(it).read()
            if it.name.endswith(".jar"):
                yield from zip_members(zipfile.ZipFile(io.BytesIO(tar.extractfile(it).read())))


def zip_members(archive):
    for it in archive.infolist():
        if not it.is_dir():
            yield it.filename, lambda it=it: archive.read(it)


def place(folder, name):
    """Where a member goes: below the folder, with an ending that says SQL where its own does not."""
    parts = [it for it in pathlib.PurePosixPath(name).parts if it not in ("/", ".", "..")]
    path = folder.joinpath(*parts)
    return path if path.suffix in (".sql", ".py", ".ini") else path.with_name(path.name + ".sql")


def imports(name, text):
    """The paths that a module's imports may mean."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    folder = name.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            dotted = [it.name.split(".") for it in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            dotted = [base] + [base + [it.name] for it in node.names]
        else:
            continue
        for parts in dotted:
            yield "/".join(parts) + ".py"
            yield "/".join(parts) + "/__init__.py"


def with_modules(chosen, readers):
    """The chosen members and the modules that they import, breadth first."""
    queue = collections.deque(chosen)
    known = dict.fromkeys(chosen)
    while queue and len(known) < len(chosen) + MOST_MODULES:
        name = queue.popleft()
        if not name.endswith(".py"):
            continue
        for path in imports(name, readers[name]()):
            if path in readers and path not in known:
                known[path] = None
                queue.append(path)
    return list(known)


def main():
    task = json.load(sys.stdin)
    readers = dict(members(task["archive"]))
    for part in task["parts"]:
        chosen = [it for it in readers if any(fnmatch.fnmatchcase(it, pattern) for pattern in part["files"])]
        if any(it.endswith(".py") for it in chosen):
            above = {parent for it in chosen for parent in pathlib.PurePosixPath(it).parents}
            chosen += [it for it in readers if pathlib.PurePosixPath(it).name == "alembic.ini" and pathlib.PurePosixPath(it).parent in above]
            chosen = with_modules(chosen, readers)
        for name in chosen:
            path = place(pathlib.Path(part["folder"]), name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(readers[name]())


main()
