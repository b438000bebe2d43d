import { badArgument } from './errors.js';

/**
 * A body over its limit is read to the end and thrown away, because a client that is still sending would see a reset
 * instead of the answer. Beyond this many bytes it does: the connection is cut.
 */
const DRAIN_LIMIT = 64 * 1024 * 1024;

const MAX_JSON = 1024 * 1024;

/**
 * Reads a whole body.
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limit in bytes
 * @param {() => Error} tooLarge
 * @returns {Promise<Uint8Array>} with a buffer of its own, so that it can be handed over to another thread
 */
export async function readBytes(request, limit, tooLarge) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (length > DRAIN_LIMIT) break;
  }
  if (length > limit) throw tooLarge();

  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Reads a JSON object.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readJson(request) {
  const bytes = await readBytes(request, MAX_JSON, () => badArgument(`The JSON body is larger than ${MAX_JSON} bytes.`));
  let value;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's message quotes the body, which may hold names.
    throw badArgument('The body is not JSON.');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw badArgument('The body is not a JSON object.');
  return value;
}
