import { badArgument } from './errors.js';

/** The query of a request, read with validation; a bad value is a 400 that names the parameter. */
export class Query {
  #values;

  /** @param {URLSearchParams} values */
  constructor(values) {
    this.#values = values;
  }

  /** @returns {string | undefined} */
  text(name) {
    return this.#values.get(name) ?? undefined;
  }

  /** @returns {boolean} */
  boolean(name, fallback) {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (!/^(true|false)$/i.test(text)) throw badArgument(`${name}: '${text}' is not true or false.`);
    return text.toLowerCase() === 'true';
  }

  /** @returns {number} */
  integer(name, fallback, min, max) {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= min && value <= max)) throw badArgument(`${name}: '${text}' is not a whole number from ${min} to ${max}.`);
    return value;
  }

  /** @returns {string} */
  oneOf(name, fallback, values) {
    const text = this.text(name) ?? fallback;
    if (!values.includes(text)) throw badArgument(`${name}: '${text}' is not one of ${values.join(', ')}.`);
    return text;
  }
}
