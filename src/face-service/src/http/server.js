import { createServer } from 'node:http';
import { once } from 'node:events';
import { ServiceError } from './errors.js';
import { createKeyCheck } from './key.js';
import { Query } from './query.js';
import { createRouter } from './router.js';

/** Longer than clients keep idle connections (.NET: one minute), so that none is closed just as a request goes out. */
const KEEP_ALIVE_MS = 75_000;

/** What SIGTERM grants to requests that are being worked on. */
const STOP_MS = 5_000;

/** HTTP in front of a list of routes: key, routing, lanes, errors in Azure's envelope, an orderly stop. */
export class HttpServer {
  #server;
  #route;
  #checkKey;
  #log;
  #open = new Set();

  /** @param {{ routes: import('./router.js').Route[], key: string, log: import('../log.js').Log }} options */
  constructor({ routes, key, log }) {
    this.#route = createRouter(routes);
    this.#checkKey = createKeyCheck(key);
    this.#log = log;
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 60_000 }, (request, response) => {
      this.#open.add(response);
      response.on('close', () => this.#open.delete(response));
      void this.#exchange(request, response);
    });
  }

  /** @returns {Promise<number>} the port */
  async listen(port, host) {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return this.#server.address().port;
  }

  /** Accepts no more, and waits for what is being answered, but not for ever. */
  async stop() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const response of this.#open) if (!response.headersSent) response.setHeader('Connection', 'close');
    const timer = setTimeout(() => this.#server.closeAllConnections(), STOP_MS);
    await closed;
    clearTimeout(timer);
  }

  async #exchange(request, response) {
    let leave;
    try {
      // Not with URL, which throws on what clients can send, such as "//".
      const [path, ...query] = request.url.split('?');
      const { route, params } = this.#find(request, path);
      leave = route.lane?.enter();
      send(response, await route.handle({ request, query: new Query(new URLSearchParams(query.join('?'))), params }));
    } catch (error) {
      this.#fail(request, response, error);
    } finally {
      leave?.();
    }
  }

  /** Without the key nobody learns which paths there are. */
  #find(request, path) {
    let found;
    let missing;
    try {
      found = this.#route(request.method, path);
    } catch (error) {
      missing = error;
    }
    if (!found?.route.open) this.#checkKey(request);
    if (missing) throw missing;
    return found;
  }

  #fail(request, response, error) {
    // A client that went away while sending: there is nobody to answer, and nothing is wrong here.
    if (error.code === 'ECONNRESET' && request.destroyed) return;
    if (error instanceof ServiceError) {
      send(response, { status: error.status, headers: error.headers, json: envelope(error.code, error.message) });
      return;
    }
    this.#log.fault('request-failed', error, { method: request.method });
    send(response, { status: 500, json: envelope('InternalServerError', 'The service failed on this request.') });
  }
}

const envelope = (code, message) => ({ error: { code, message } });

/** @param {import('./router.js').Answer} answer */
function send(response, { status = 200, headers = {}, json, bytes }) {
  const body = json === undefined ? bytes : Buffer.from(JSON.stringify(json));
  if (json !== undefined) response.setHeader('Content-Type', 'application/json; charset=utf-8');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Length', body?.length ?? 0);
  response.statusCode = status;
  response.end(body);
}
