import { ServiceError } from './errors.js';

/**
 * @typedef {object} Exchange what a handler gets
 * @property {import('node:http').IncomingMessage} request
 * @property {import('./query.js').Query} query
 * @property {Record<string, string>} params the `:name` parts of the path, decoded
 *
 * @typedef {object} Answer
 * @property {number} [status] default 200
 * @property {Record<string, string | number>} [headers]
 * @property {unknown} [json]
 * @property {Uint8Array} [bytes]
 *
 * @typedef {object} Route
 * @property {string} method
 * @property {string} path with `:name` for parts that vary; case does not matter, as in Azure
 * @property {import('./lane.js').Lane} [lane] of routes that take images
 * @property {boolean} [open] needs no key
 * @property {(exchange: Exchange) => Promise<Answer> | Answer} handle
 */

/**
 * @param {Route[]} routes
 * @returns {(method: string, path: string) => { route: Route, params: Record<string, string> }}
 *   throws a ServiceError, 404 or 405, when there is none
 */
export function createRouter(routes) {
  const table = routes.map((route) => ({ route, parts: route.path.split('/') }));

  return (method, path) => {
    const given = path.split('/');
    const allowed = [];
    for (const { route, parts } of table) {
      const params = match(parts, given);
      if (!params) continue;
      if (route.method === method) return { route, params };
      allowed.push(route.method);
    }
    if (allowed.length === 0) throw new ServiceError(404, 'ResourceNotFound', 'There is nothing at this path.');
    throw new ServiceError(405, 'MethodNotAllowed', `${method} is not possible here.`, { Allow: allowed.join(', ') });
  };
}

function match(parts, given) {
  if (parts.length !== given.length) return undefined;
  const params = {};
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].startsWith(':')) params[parts[i].slice(1)] = decode(given[i]);
    else if (parts[i] !== given[i].toLowerCase()) return undefined;
  }
  return params;
}

/** A malformed escape stands for itself: no id contains one, so it is refused where ids are checked. */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
