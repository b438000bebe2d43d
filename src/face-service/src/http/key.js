import { createHash, timingSafeEqual } from 'node:crypto';
import { ServiceError } from './errors.js';

/**
 * @param {string} key
 * @returns {(request: import('node:http').IncomingMessage) => void} throws a 401 unless the request carries the key
 */
export function createKeyCheck(key) {
  // Digests have one length, so the comparison takes the same time whatever was sent.
  const expected = digest(key);
  return (request) => {
    if (!timingSafeEqual(digest(request.headers['ocp-apim-subscription-key'] ?? ''), expected)) {
      throw new ServiceError(401, '401', 'Access denied due to invalid subscription key or wrong API endpoint.');
    }
  };
}

const digest = (text) => createHash('sha256').update(String(text)).digest();
