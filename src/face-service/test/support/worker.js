// A worker with simple tasks, for the tests of the pool.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ name, task }) => {
  if (name === 'exit') process.exit(1);
  if (name === 'throw') throw new Error('as told');
  if (name === 'refuse') parentPort.postMessage({ refused: { code: 'InvalidImage', message: 'as told' } });
  if (name === 'length') parentPort.postMessage({ result: task.bytes.length });
});
parentPort.postMessage('ready');
