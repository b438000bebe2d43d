import { createLog } from './log.js';
import { createService } from './service.js';
import { readSettings, SettingError } from './settings.js';

/** What systems answer when the address that a setting names cannot be bound. */
const ADDRESS_ERRORS = {
  EADDRINUSE: ['FACE_SERVICE_PORT', 'names a port that is in use', '0'],
  EACCES: ['FACE_SERVICE_PORT', 'names a port that needs more rights', '5005'],
  EADDRNOTAVAIL: ['FACE_SERVICE_HOST', 'is not an address of this machine', '127.0.0.1'],
  ENOTFOUND: ['FACE_SERVICE_HOST', 'is not an address of this machine', '127.0.0.1'],
};

const log = createLog();
try {
  await start(readSettings(process.env));
} catch (error) {
  giveUp(error);
}

async function start(settings) {
  const server = await createService({ settings, log, onFailure: giveUp });
  const port = await listen(server, settings);

  let stopping;
  const stop = () => {
    // Worker threads hold no state, so they need no goodbye.
    stopping ??= server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (settings.exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();

  log.progress('listening', { port });
}

async function listen(server, { host, port }) {
  try {
    return await server.listen(port, host);
  } catch (error) {
    throw error.code in ADDRESS_ERRORS ? new SettingError(...ADDRESS_ERRORS[error.code]) : error;
  }
}

function giveUp(error) {
  if (error instanceof SettingError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  log.fault('failed', error);
  process.exit(1);
}
