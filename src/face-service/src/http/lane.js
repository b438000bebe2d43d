import { ServiceError } from './errors.js';

/**
 * Work of one kind: so many at a time, so many waiting, no more.
 *
 * A request enters when its head has arrived, before its body is read, so that the bodies of a rush are never in
 * memory all at once; what it then asks to `run` waits for its turn.
 */
export class Lane {
  #concurrency;
  #maxWaiting;
  #inside = 0;
  #running = 0;
  #turns = [];

  /** @param {{ concurrency: number, maxWaiting: number }} limits */
  constructor({ concurrency, maxWaiting }) {
    this.#concurrency = concurrency;
    this.#maxWaiting = maxWaiting;
  }

  /** Requests that are inside and do not run. */
  get waiting() {
    return this.#inside - this.#running;
  }

  /**
   * @returns {() => void} to be called when the request is answered
   * @throws {ServiceError} 429 when the lane is full
   */
  enter() {
    if (this.#inside >= this.#concurrency + this.#maxWaiting) {
      throw new ServiceError(429, 'RateLimitExceeded', 'Too many requests are waiting. Try again in a second.', { 'Retry-After': '1' });
    }
    this.#inside++;
    return () => {
      this.#inside--;
    };
  }

  /**
   * Performs a task when it is its turn, first come, first served.
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  async run(task) {
    if (this.#running >= this.#concurrency) await new Promise((resolve) => this.#turns.push(resolve));
    else this.#running++;
    try {
      return await task();
    } finally {
      // Whoever waits takes over this turn, so the number of running tasks stays.
      const next = this.#turns.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
