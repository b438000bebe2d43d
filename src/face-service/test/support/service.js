// Starts the real service in a process of its own, on a free port, and talks HTTP to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after } from 'node:test';

export const KEY = 'key-of-the-tests';
const MAIN = new URL('../../src/main.js', import.meta.url).pathname;

const children = [];

/** Everything temporary goes here, also what the service itself puts into the system's temporary folder. */
const base = mkdtempSync(path.join(tmpdir(), 'face-service-'));
process.env.TMPDIR = base;

// Runs at the end of each test file, also when its tests failed: nothing stays behind.
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(base, { recursive: true, force: true });
});

export function temporaryFolder() {
  return mkdtemp(path.join(base, 'data-'));
}

/** A process that has been started; `output` and `errors` collect what it says. */
export function launch(env) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, TMPDIR: base, FACE_SERVICE_KEY: KEY, FACE_SERVICE_WORKERS: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const started = { child, output: [], errors: '', exited: once(child, 'close') };
  started.lines = readline.createInterface({ input: child.stdout });
  started.lines.on('line', (line) => started.output.push(JSON.parse(line)));
  child.stderr.on('data', (data) => {
    started.errors += data;
  });
  return started;
}

/** Starts the service and waits until it is ready. */
export async function startService(env) {
  const started = launch(env);
  const port = await new Promise((resolve, reject) => {
    started.lines.on('line', (line) => {
      const { event, port } = JSON.parse(line);
      if (event === 'listening') resolve(port);
    });
    started.exited.then(([code]) => reject(new Error(`The service ended with ${code}: ${started.errors}`)), reject);
  });
  return new Service(started, port);
}

export class Service {
  constructor(started, port) {
    this.started = started;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Sends a signal and waits for the end. @returns {Promise<[number | null, string | null]>} code and signal */
  async end(signal = 'SIGTERM') {
    const { child, exited } = this.started;
    child.kill(signal);
    return exited;
  }

  /** @returns {Promise<{ status: number, headers: Headers, json?: any, bytes: Buffer }>} */
  async send(method, path, { bytes, json, headers = {}, key = KEY } = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(key && { 'Ocp-Apim-Subscription-Key': key }),
        ...(bytes && { 'Content-Type': 'application/octet-stream' }),
        ...(json && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: bytes ?? (json && JSON.stringify(json)),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, bytes: body, json: isJson ? JSON.parse(body) : undefined };
  }

  /** As `send`, for calls that have to succeed. */
  async ok(method, path, options) {
    const answer = await this.send(method, path, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes}`);
    return answer;
  }

  prepare(bytes) {
    return this.send('POST', '/imaging/prepare', { bytes });
  }

  cut(bytes, rectangles) {
    const text = rectangles.map(({ left, top, width, height }) => [left, top, width, height].join(',')).join(';');
    return this.send('POST', `/imaging/cut?rectangles=${text}`, { bytes });
  }

  /** Detects as the C# client does. */
  async detect(bytes) {
    const query = 'recognitionModel=recognition_04&detectionModel=detection_03&returnFaceAttributes=qualityForRecognition';
    return (await this.ok('POST', `/face/v1.2/detect?${query}`, { bytes })).json;
  }

  async identify(faceIds, options) {
    const json = { faceIds, largePersonGroupId: 'common', maxNumOfCandidatesReturned: 1, ...options };
    return (await this.ok('POST', '/face/v1.2/identify', { json })).json;
  }

  async createGroup(group = 'common') {
    await this.ok('PUT', `/face/v1.2/largepersongroups/${group}`, { json: { name: group, recognitionModel: 'recognition_04' } });
  }

  async createPerson(name) {
    return (await this.ok('POST', `${GROUP}/persons`, { json: { name } })).json.personId;
  }

  addFace(personId, bytes, target, userData = 'face') {
    const { left, top, width, height } = target;
    const query = `targetFace=${[left, top, width, height]}&detectionModel=detection_03&userData=${userData}`;
    return this.send('POST', `${GROUP}/persons/${personId}/persistedfaces?${query}`, { bytes });
  }

  /** Trains, and asks for the status until it is final. */
  async train() {
    await this.ok('POST', `${GROUP}/train`);
    for (;;) {
      const { json } = await this.ok('GET', `${GROUP}/training`);
      if (json.status !== 'running') return json;
    }
  }
}

export const GROUP = '/face/v1.2/largepersongroups/common';
