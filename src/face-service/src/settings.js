import { availableParallelism } from 'node:os';

const ROLES = ['imaging', 'recognition'];

/** A setting that cannot be used. The message names it, says what is wrong and gives an example. */
export class SettingError extends Error {
  constructor(name, problem, example) {
    super(`${name} ${problem}. Example: ${name}=${example}`);
    this.name = 'SettingError';
  }
}

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port 0 = any free one
 * @property {string} key
 * @property {string[]} roles
 * @property {string | undefined} data folder of the gallery; set when the roles include recognition
 * @property {number} workers
 * @property {number} queue most requests waiting, per role
 * @property {boolean} exitWithParent
 */

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 * @throws {SettingError}
 */
export function readSettings(env) {
  const roles = readRoles(env);
  return {
    host: env.FACE_SERVICE_HOST || '127.0.0.1',
    port: integer(env, 'FACE_SERVICE_PORT', 0, 0, 65535, 5005),
    key: readKey(env),
    roles,
    data: roles.includes('recognition') ? readData(env) : undefined,
    workers: integer(env, 'FACE_SERVICE_WORKERS', Math.min(4, availableParallelism()), 1, 64, 2),
    queue: integer(env, 'FACE_SERVICE_QUEUE', 64, 1, 10_000, 64),
    exitWithParent: env.FACE_SERVICE_EXIT_WITH_PARENT === '1',
  };
}

function integer(env, name, fallback, min, max, example) {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) {
    throw new SettingError(name, `is '${text}', but has to be a whole number from ${min} to ${max}`, example);
  }
  return value;
}

function readKey(env) {
  const key = env.FACE_SERVICE_KEY;
  const example = 'a-long-random-text';
  if (!key) throw new SettingError('FACE_SERVICE_KEY', 'is missing: callers prove with it that they may use the service', example);
  // It has to travel in a header. The message does not show it: it is a secret.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new SettingError('FACE_SERVICE_KEY', 'has characters other than visible ASCII', example);
  return key;
}

function readRoles(env) {
  const text = env.FACE_SERVICE_ROLES || ROLES.join(',');
  const roles = text.split(',').map((role) => role.trim());
  for (const role of roles) {
    if (!ROLES.includes(role)) throw new SettingError('FACE_SERVICE_ROLES', `has '${role}', but knows only ${ROLES.join(' and ')}`, ROLES.join(','));
  }
  return ROLES.filter((role) => roles.includes(role));
}

function readData(env) {
  if (!env.FACE_SERVICE_DATA) {
    throw new SettingError('FACE_SERVICE_DATA', 'is missing: the recognition role keeps its gallery in this folder', './face-data');
  }
  return env.FACE_SERVICE_DATA;
}
