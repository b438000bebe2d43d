import { HttpServer } from './http/server.js';
import { Lane } from './http/lane.js';
import { imagingRoutes } from './imaging/routes.js';
import { startRecognition } from './recognition/role.js';

/**
 * Puts the roles together behind one HTTP server, ready to listen.
 * @param {object} options
 * @param {import('./settings.js').Settings} options.settings
 * @param {import('./log.js').Log} options.log
 * @param {(error: Error) => void} options.onFailure the service cannot go on
 * @returns {Promise<HttpServer>}
 */
export async function createService({ settings, log, onFailure }) {
  const { roles, workers, queue, key } = settings;
  const lanes = [];
  const openLane = () => {
    const lane = new Lane({ concurrency: workers, maxWaiting: queue });
    lanes.push(lane);
    return lane;
  };

  const routes = [];
  let personCount = () => 0;
  if (roles.includes('imaging')) routes.push(...imagingRoutes(openLane()));
  if (roles.includes('recognition')) {
    const recognition = await startRecognition({ settings, lane: openLane(), log, onFailure });
    routes.push(...recognition.routes);
    personCount = recognition.personCount;
  }
  routes.push({
    method: 'GET',
    path: '/healthz',
    open: true,
    handle: () => ({
      json: { status: 'ok', roles, persons: personCount(), queue: lanes.reduce((sum, lane) => sum + lane.waiting, 0) },
    }),
  });
  return new HttpServer({ routes, key, log });
}
