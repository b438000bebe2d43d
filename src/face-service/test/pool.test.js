import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ImageError } from '../src/imaging/errors.js';
import { WorkerCrashed, WorkerPool } from '../src/recognition/pool.js';

let pool;
let crashes;
beforeEach(async () => {
  crashes = 0;
  pool = new WorkerPool({
    script: new URL('support/worker.js', import.meta.url),
    onCrash: () => crashes++,
    onFailure: (error) => assert.fail(error),
  });
  await pool.start(1);
});
afterEach(() => pool.stop());

const run = (name) => pool.run(name, { bytes: new Uint8Array(5) });

test('a task is answered by a worker', async () => {
  assert.equal(await run('length'), 5);
});

test('a refused image is an ImageError again on this side', async () => {
  await assert.rejects(run('refuse'), (error) => error instanceof ImageError && error.code === 'InvalidImage' && error.message === 'as told');
  assert.equal(crashes, 0);
});

for (const way of ['exit', 'throw']) {
  test(`a worker that ends by ${way} fails its task only, and is replaced`, async () => {
    await assert.rejects(run(way), (error) => error instanceof WorkerCrashed);
    assert.equal(await run('length'), 5);
    await assert.rejects(run(way), (error) => error instanceof WorkerCrashed);
    assert.equal(await run('length'), 5);
    assert.equal(crashes, 2);
  });
}

test('a worker that cannot start makes the start fail', async () => {
  const broken = new WorkerPool({ script: new URL('support/missing.js', import.meta.url), onCrash: () => {}, onFailure: () => {} });
  await assert.rejects(broken.start(1));
});
