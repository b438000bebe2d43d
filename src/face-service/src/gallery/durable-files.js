// Files that survive kill -9 and power loss: when a call returns, what it did is on disk; before, nothing of it is.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Names of what is not finished; a process that died may leave some behind. */
const UNFINISHED = '.unfinished-';

/** @returns {Promise<any>} undefined when there is no such file */
export async function readJson(file) {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold names.
    throw new Error(`${file} is damaged: it is not JSON.`);
  }
}

/** Replaces a file as a whole. */
export async function writeJson(file, value) {
  const folder = path.dirname(file);
  const temporary = path.join(folder, UNFINISHED + randomUUID());
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(value));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

export async function removeFile(file) {
  await rm(file, { force: true });
  await syncFolder(path.dirname(file));
}

/**
 * Makes a folder together with its content: it appears complete or not at all.
 * @param {string} folder
 * @param {(unfinished: string) => Promise<void>} fill
 */
export async function createFolder(folder, fill) {
  const unfinished = path.join(path.dirname(folder), UNFINISHED + randomUUID());
  await mkdir(unfinished, { mode: 0o700 });
  await fill(unfinished);
  await rename(unfinished, folder);
  await syncFolder(path.dirname(folder));
}

/** Takes a folder away at once; its content is deleted now or, should this process die, at the next start. */
export async function removeFolder(folder) {
  const unfinished = path.join(path.dirname(folder), UNFINISHED + randomUUID());
  await rename(folder, unfinished);
  await syncFolder(path.dirname(folder));
  await rm(unfinished, { recursive: true });
}

/**
 * The names in a folder, after what a process that died left unfinished has been deleted.
 * @returns {Promise<string[]>}
 */
export async function listFinished(folder) {
  const names = await readdir(folder);
  for (const name of names) {
    if (name.startsWith(UNFINISHED)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
  return names.filter((name) => !name.startsWith(UNFINISHED));
}

/** A rename is on disk when its folder is. Windows cannot open folders, and its file system keeps the order itself. */
async function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
