import { Worker } from 'node:worker_threads';
import { ImageError } from '../imaging/errors.js';

/** The thread ended in the middle of a task. The caller is told 500: the same task might do the same again. */
export class WorkerCrashed extends Error {
  constructor(cause) {
    super('A worker thread ended unexpectedly.', { cause });
    this.name = 'WorkerCrashed';
  }
}

/**
 * Worker threads with one task at a time each. Who calls `run` sees to it that there are never more tasks than
 * threads (the lane does); a task that comes while its thread is being replaced waits for the new one.
 */
export class WorkerPool {
  #script;
  #onCrash;
  #onFailure;
  #idle = [];
  #stopping = false;

  /**
   * @param {object} options
   * @param {URL} options.script posts 'ready', then one `{ result }` or `{ refused }` for each `{ name, task }`
   * @param {(error: Error) => void} options.onCrash a thread ended and is being replaced
   * @param {(error: Error) => void} options.onFailure a replacement did not start either
   */
  constructor({ script, onCrash, onFailure }) {
    this.#script = script;
    this.#onCrash = onCrash;
    this.#onFailure = onFailure;
  }

  /** Starts the threads, and resolves when all are ready. */
  async start(size) {
    const slots = Array.from({ length: size }, () => ({ thread: this.#startThread() }));
    await Promise.all(slots.map((slot) => slot.thread));
    for (const slot of slots) {
      this.#replaceWhenItEnds(slot);
      this.#idle.push(slot);
    }
  }

  /**
   * @param {string} name of the task
   * @param {{ bytes: Uint8Array }} task its bytes move to the thread and are gone here
   * @throws {ImageError} what the task found wrong with the image
   * @throws {WorkerCrashed}
   */
  async run(name, task) {
    const slot = this.#idle.pop();
    if (!slot) throw new Error('There are more tasks than threads.');
    try {
      const thread = await slot.thread;
      const { result, refused } = await ask(thread, { name, task }, [task.bytes.buffer]);
      if (refused) throw new ImageError(refused.code, refused.message);
      return result;
    } finally {
      this.#idle.push(slot);
    }
  }

  async stop() {
    this.#stopping = true;
    await Promise.all(this.#idle.map(async (slot) => (await slot.thread).terminate()));
  }

  async #startThread() {
    const thread = new Worker(this.#script);
    await new Promise((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new WorkerCrashed()));
    });
    return thread;
  }

  async #replaceWhenItEnds(slot) {
    const thread = await slot.thread;
    let reason;
    // Without a listener, the error of a thread would end the process.
    thread.on('error', (error) => {
      reason = error;
    });
    thread.once('exit', () => {
      if (this.#stopping) return;
      this.#onCrash(reason ?? new WorkerCrashed());
      slot.thread = this.#startThread();
      slot.thread.then(() => this.#replaceWhenItEnds(slot), this.#onFailure);
    });
  }
}

/** Sends a message and waits for the next one, or for the end of the thread. */
function ask(thread, message, transfer) {
  return new Promise((resolve, reject) => {
    const answered = (answer) => {
      thread.off('exit', ended);
      resolve(answer);
    };
    const ended = () => {
      thread.off('message', answered);
      reject(new WorkerCrashed());
    };
    thread.once('message', answered);
    thread.once('exit', ended);
    thread.postMessage(message, transfer);
  });
}
