import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingError } from '../src/settings.js';

const good = { FACE_SERVICE_KEY: 'k', FACE_SERVICE_DATA: 'data' };

test('key and data folder are enough', () => {
  const settings = readSettings(good);
  assert.deepEqual(settings.roles, ['imaging', 'recognition']);
  assert.equal(settings.host, '127.0.0.1');
  assert.equal(settings.port, 0);
  assert.equal(settings.queue, 64);
  assert.ok(settings.workers >= 1 && settings.workers <= 4);
  assert.equal(settings.exitWithParent, false);
});

test('imaging alone needs no data folder', () => {
  assert.deepEqual(readSettings({ FACE_SERVICE_KEY: 'k', FACE_SERVICE_ROLES: 'imaging' }).roles, ['imaging']);
});

for (const [name, value, problem] of [
  ['FACE_SERVICE_KEY', '', 'missing'],
  ['FACE_SERVICE_KEY', 'two words', 'visible ASCII'],
  ['FACE_SERVICE_DATA', '', 'missing'],
  ['FACE_SERVICE_PORT', 'http', "'http'"],
  ['FACE_SERVICE_PORT', '65536', '65535'],
  ['FACE_SERVICE_WORKERS', '0', 'from 1'],
  ['FACE_SERVICE_QUEUE', '-1', "'-1'"],
  ['FACE_SERVICE_ROLES', 'imaging,cooking', "'cooking'"],
]) {
  test(`${name}='${value}' is refused by name, with an example`, () => {
    assert.throws(() => readSettings({ ...good, [name]: value }), (error) => {
      assert.ok(error instanceof SettingError);
      assert.ok(error.message.startsWith(name) && error.message.includes(problem), error.message);
      assert.ok(error.message.includes(`Example: ${name}=`));
      return true;
    });
  });
}

test('a refused key is not shown', () => {
  assert.throws(() => readSettings({ ...good, FACE_SERVICE_KEY: 'my secret' }), (error) => !error.message.includes('secret'));
});
