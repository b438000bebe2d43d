// A worker thread: loads the networks, warms them up, says 'ready', and then does one task at a time.
// A bad image is an answer. Anything else is thrown and ends the thread, since a wasm heap is not to be trusted after
// a failure; the pool starts another.
import { parentPort } from 'node:worker_threads';
import { ImageError } from '../imaging/errors.js';
import { describeOnlyFace, detectFaces } from './analysis.js';
import { describeFace, locateLandmarks } from './describe.js';
import { locateFaces } from './detector.js';
import { loadNetworks } from './networks.js';

const TASKS = { detectFaces, describeOnlyFace };

const networks = await loadNetworks();
await warmUp();

parentPort.on('message', async ({ name, task }) => {
  try {
    parentPort.postMessage({ result: await TASKS[name](networks, task) });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    parentPort.postMessage({ refused: { code: error.code, message: error.message } });
  }
});
parentPort.postMessage('ready');

/** The first pass through a network takes three times as long as the others, so no request gets it. */
async function warmUp() {
  const side = 64;
  const grey = { data: new Uint8Array(side * side * 3).fill(128), width: side, height: side };
  await locateFaces(networks, grey, [0]);
  const landmarks = await locateLandmarks(networks, grey, { x: 0, y: 0, width: side, height: side });
  await describeFace(networks, grey, landmarks);
}
