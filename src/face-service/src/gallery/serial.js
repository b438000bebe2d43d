/** Performs tasks strictly one after another, in the order they came, whether or not the ones before succeeded. */
export class Serial {
  #last = Promise.resolve();

  /**
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  run(task) {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
