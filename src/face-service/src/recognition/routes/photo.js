import { badArgument, ServiceError } from '../../http/errors.js';
import { readBytes } from '../../http/body.js';
import { ImageError } from '../../imaging/errors.js';

/** Azure's limit. */
const MAX_BODY = 6 * 1024 * 1024;

const invalidImageSize = (message) => new ServiceError(400, 'InvalidImageSize', message);

/**
 * The photo in the body of a request.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Uint8Array>}
 */
export async function readPhoto(request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  // A service that fetches what a caller names could be sent anywhere inside the network.
  if (type === 'application/json') throw badArgument('This endpoint takes bytes (application/octet-stream); it never fetches a url.');
  if (type !== 'application/octet-stream') throw new ServiceError(415, 'UnsupportedMediaType', 'Send the image as application/octet-stream.');
  return readBytes(request, MAX_BODY, () => invalidImageSize(`Image size is too big: at most ${MAX_BODY} bytes are accepted.`));
}

/**
 * Waits for work on a photo, and gives what is wrong with the photo Azure's code.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onPhoto(work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    if (error.code === 'InvalidImage') throw new ServiceError(400, 'InvalidImage', error.message);
    throw invalidImageSize(error.message);
  }
}
