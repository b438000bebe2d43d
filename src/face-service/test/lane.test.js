import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lane } from '../src/http/lane.js';

/** A task that ends when told. */
function task() {
  const self = { started: false };
  self.run = () => {
    self.started = true;
    return new Promise((resolve, reject) => Object.assign(self, { end: resolve, fail: reject }));
  };
  return self;
}

const settled = () => new Promise(setImmediate);

test('so many run at a time, and the others in the order they came', async () => {
  const lane = new Lane({ concurrency: 2, maxWaiting: 10 });
  const tasks = [task(), task(), task(), task()];
  const results = tasks.map((each) => lane.run(each.run));
  assert.deepEqual(tasks.map((each) => each.started), [true, true, false, false]);

  tasks[1].end('second');
  assert.equal(await results[1], 'second');
  await settled();
  assert.deepEqual(tasks.map((each) => each.started), [true, true, true, false]);
});

test('a task that fails gives its turn to the next', async () => {
  const lane = new Lane({ concurrency: 1, maxWaiting: 10 });
  const [first, second] = [task(), task()];
  const results = [lane.run(first.run), lane.run(second.run)];
  first.fail(new Error('no'));
  await assert.rejects(results[0], /no/);
  await settled();
  second.end('yes');
  assert.equal(await results[1], 'yes');
});

test('beyond running and waiting, a request is refused with 429, until another one has left', () => {
  const lane = new Lane({ concurrency: 1, maxWaiting: 2 });
  const leave = [lane.enter(), lane.enter(), lane.enter()];
  assert.equal(lane.waiting, 3);
  assert.throws(() => lane.enter(), (error) => error.status === 429 && error.headers['Retry-After'] === '1');
  leave[0]();
  lane.enter();
});
