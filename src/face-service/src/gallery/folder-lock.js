import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process whose parent died takes up to five seconds to finish its requests; its successor waits for it. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 100;

/** Another process works on the folder. */
export class FolderInUse extends Error {
  constructor(folder) {
    super(`${folder} is in use by another process.`);
    this.name = 'FolderInUse';
  }
}

/**
 * Takes a folder for this process alone, until the process ends. Two that write the same gallery would each undo what
 * the other one accepted.
 *
 * The lock is a local socket that is listened on: unlike a file, it cannot outlive its process, even after kill -9.
 *
 * @param {string} folder has to exist
 * @param {number} [patience] in milliseconds
 * @throws {FolderInUse} when it does not become free in time
 */
export async function lockFolder(folder, patience = PATIENCE_MS) {
  const address = await addressOf(folder);
  const giveUpAt = performance.now() + patience;
  while (!(await tryListen(address))) {
    if (await isAnswered(address)) {
      if (performance.now() >= giveUpAt) throw new FolderInUse(folder);
      await delay(RETRY_MS);
    } else {
      // The name of a socket whose process was killed.
      await rm(address, { force: true });
    }
  }
}

/** Paths of sockets have to be short, so it is not in the folder itself. */
async function addressOf(folder) {
  const name = `face-service-${createHash('sha256').update(await realpath(folder)).digest('hex').slice(0, 32)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), name);
}

async function tryListen(address) {
  const server = createServer((socket) => socket.destroy());
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error.code === 'EADDRINUSE') return false;
    throw error;
  }
  server.unref();
  return true;
}

async function isAnswered(address) {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') return false;
    throw error;
  } finally {
    socket.destroy();
  }
}
