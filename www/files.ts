// From dropped bytes to text.

export interface Dropped {
  path: string;
  text: string;
  /** What had to be guessed, for a person. */
  note?: string;
}

const WANTED = /\.(sql|py|ddl|psql|mysql)$/i;
const LARGEST = 50_000_000;

/** The text of some bytes: what a byte order mark says, else UTF-8, else Windows-1252 with a note. */
export function decode(path: string, bytes: Uint8Array): Dropped {
  const starts = (...mark: number[]) => mark.every((it, index) => bytes[index] === it);
  if (starts(0xff, 0xfe)) return { path, text: new TextDecoder("utf-16le").decode(bytes) };
  if (starts(0xfe, 0xff)) return { path, text: new TextDecoder("utf-16be").decode(bytes) };
  try {
    return { path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    const at = new TextDecoder("utf-8").decode(bytes).indexOf("\ufffd");
    const line = text.slice(0, Math.max(at, 0)).split("\n").length;
    return { path, text, note: `${path} is not UTF-8 (first seen on line ${line}); it was read as Windows-1252` };
  }
}

/** The files of a drop, folders searched for migrations. */
export async function dropped(transfer: DataTransfer): Promise<Dropped[]> {
  // The entries must be asked for before the first await.
  const entries = [...transfer.items].map((it) => it.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files];
  const found: { path: string; file: File }[] = [];
  for (const entry of entries) if (entry?.isDirectory) await search(entry as FileSystemDirectoryEntry, found);
  for (const [index, file] of loose.entries()) if (!entries[index]?.isDirectory) found.push({ path: file.name, file });
  return readAll(found);
}

/** Files that were chosen by name. */
export const chosen = (files: Iterable<File>) => readAll([...files].map((file) => ({ path: file.name, file })));

async function readAll(files: { path: string; file: File }[]): Promise<Dropped[]> {
  const result: Dropped[] = [];
  let total = 0;
  for (const { path, file } of files) {
    total += file.size;
    if (LARGEST < total) {
      result.push({ path, text: "", note: `${path} and what follows it was left out: together more than 50 MB` });
      break;
    }
    try {
      result.push(decode(path, new Uint8Array(await file.arrayBuffer())));
    } catch {
      result.push({ path, text: "", note: `${path} could not be read` });
    }
  }
  return result.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function search(folder: FileSystemDirectoryEntry, found: { path: string; file: File }[]): Promise<void> {
  const reader = folder.createReader();
  const next = () => new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
  for (let batch = await next(); batch.length; batch = await next()) {
    for (const entry of batch) {
      if (entry.isDirectory) await search(entry as FileSystemDirectoryEntry, found);
      else if (WANTED.test(entry.name)) {
        const file = await new Promise<File | null>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(null)));
        if (file) found.push({ path: entry.fullPath.replace(/^\//, ""), file });
      }
    }
  }
}
