import { mkdir } from 'node:fs/promises';
import { lockFolder } from '../gallery/folder-lock.js';
import { Gallery } from '../gallery/gallery.js';
import { SettingError } from '../settings.js';
import { FaceIds } from './face-ids.js';
import { WorkerPool } from './pool.js';
import { compareRoutes } from './routes/compare.js';
import { detectRoutes } from './routes/detect.js';
import { faceRoutes } from './routes/faces.js';
import { groupRoutes } from './routes/groups.js';
import { identifyRoutes } from './routes/identify.js';
import { personRoutes } from './routes/persons.js';

/**
 * Starts what recognition needs: the gallery from disk, the worker threads with their networks.
 * @param {object} options
 * @param {import('../settings.js').Settings} options.settings
 * @param {import('../http/lane.js').Lane} options.lane lets through as many tasks at a time as there are workers
 * @param {import('../log.js').Log} options.log
 * @param {(error: Error) => void} options.onFailure recognition cannot go on
 */
export async function startRecognition({ settings, lane, log, onFailure }) {
  log.progress('starting', { step: 'opening the gallery' });
  await takeDataFolder(settings.data);
  const gallery = await Gallery.open(settings.data);

  log.progress('starting', { step: 'loading the models' });
  const pool = new WorkerPool({
    script: new URL('worker.js', import.meta.url),
    onCrash: (error) => log.fault('worker-crashed', error),
    onFailure,
  });
  await pool.start(settings.workers);

  const parts = { lane, pool, gallery, faceIds: new FaceIds() };
  return {
    routes: [detectRoutes, compareRoutes, identifyRoutes, groupRoutes, personRoutes, faceRoutes].flatMap((routes) => routes(parts)),
    personCount: () => gallery.personCount,
  };
}

async function takeDataFolder(folder) {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await lockFolder(folder);
  } catch (error) {
    const problem = error.name === 'FolderInUse' ? 'is in use by another face service' : `cannot be used (${error.code ?? error.name})`;
    throw new SettingError('FACE_SERVICE_DATA', problem, './face-data');
  }
}
