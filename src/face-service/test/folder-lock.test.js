import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { FolderInUse, lockFolder } from '../src/gallery/folder-lock.js';
import { temporaryFolder } from './support/service.js';

const HOLDER = new URL('support/lock-holder.js', import.meta.url).pathname;

test('a folder has one process at a time, and is free as soon as that one was killed', async () => {
  const folder = await temporaryFolder();
  const holder = fork(HOLDER, [folder]);
  assert.deepEqual(await once(holder, 'message'), ['locked', undefined]);

  await assert.rejects(lockFolder(folder, 0), FolderInUse);

  const waiting = lockFolder(folder);
  holder.kill('SIGKILL');
  await waiting;
  await assert.rejects(lockFolder(folder, 0), FolderInUse);
});

test('different folders do not get into each other\'s way', async () => {
  await lockFolder(await temporaryFolder(), 0);
  await lockFolder(await temporaryFolder(), 0);
});
