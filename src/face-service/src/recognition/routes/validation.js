// What Azure checks in bodies and paths. Every refusal is 400 BadArgument and names the field.
import { badArgument } from '../../http/errors.js';

const MAX_NAME = 128;
export const MAX_USER_DATA = 16 * 1024;
export const MAX_FACE_USER_DATA = 1024;

/** In the order of their years; this service answers all of them with its own networks. */
export const RECOGNITION_MODELS = ['recognition_01', 'recognition_02', 'recognition_03', 'recognition_04'];
export const DETECTION_MODELS = ['detection_01', 'detection_02', 'detection_03'];

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @returns {string} */
export function groupIdOf(value) {
  if (typeof value !== 'string' || !/^[a-z0-9-_]{1,64}$/.test(value)) {
    throw badArgument('largePersonGroupId: has to be 1 to 64 lower-case letters, digits, - or _.');
  }
  return value;
}

/** @returns {string} in lower case, as this service gives ids out */
export function guidOf(name, value) {
  const guid = typeof value === 'string' ? value.toLowerCase() : '';
  if (!GUID.test(guid)) throw badArgument(`${name}: is not a GUID.`);
  return guid;
}

/** @returns {{ name: string, userData?: string }} */
export function named(body) {
  return { name: nameOf(body.name), ...userDataOf(body.userData, MAX_USER_DATA) };
}

/** @returns {{ name?: string, userData?: string }} what of the two is to be changed */
export function renamed(body) {
  return { ...(body.name === undefined ? {} : { name: nameOf(body.name) }), ...userDataOf(body.userData, MAX_USER_DATA) };
}

function nameOf(name) {
  if (typeof name !== 'string' || name.length === 0 || name.length > MAX_NAME) {
    throw badArgument(`name: has to be a text of 1 to ${MAX_NAME} characters.`);
  }
  return name;
}

/** @returns {{ userData?: string }} */
export function userDataOf(userData, limit) {
  if (userData === undefined || userData === null) return {};
  if (typeof userData !== 'string' || userData.length > limit) {
    throw badArgument(`userData: has to be a text of at most ${limit} characters.`);
  }
  return { userData };
}

/**
 * One page of a list: at most `top` entries after the one with the id `start`.
 * @template T
 * @param {import('../../http/query.js').Query} query
 * @param {T[]} all in the order of their ids
 * @param {(entry: T) => string} idOf
 */
export function page(query, all, idOf) {
  const start = query.text('start') ?? '';
  const top = query.integer('top', 1000, 1, 1000);
  return all.filter((entry) => idOf(entry) > start).slice(0, top);
}
