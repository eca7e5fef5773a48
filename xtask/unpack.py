"""Unpacks the migrations of a package: wheel, jar, npm or crate archive, Debian package.

Reads from standard input one JSON object: the archive, and for each part its folder and the patterns of its files.
Writes nothing outside those folders, whatever the archive says.
"""

import fnmatch
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import zipfile


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
    return path if path.suffix in (".sql", ".py") else path.with_name(path.name + ".sql")


def main():
    task = json.load(sys.stdin)
    for name, read in members(task["archive"]):
        for part in task["parts"]:
            if any(fnmatch.fnmatchcase(name, it) for it in part["files"]):
                path = place(pathlib.Path(part["folder"]), name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(read())


main()
