import { readJson } from '../../http/body.js';
import { parseRectangle } from '../../http/rectangles.js';
import { onPhoto, readPhoto } from './photo.js';
import { DETECTION_MODELS, groupIdOf, guidOf, MAX_FACE_USER_DATA, userDataOf } from './validation.js';

const FACES = '/face/v1.2/largepersongroups/:group/persons/:person/persistedfaces';
const FACE = `${FACES}/:face`;

/** @returns {import('../../http/router.js').Route[]} */
export function faceRoutes({ lane, pool, gallery }) {
  const groupOf = (params) => gallery.group(groupIdOf(params.group));
  const idsOf = (params) => [guidOf('personId', params.person), guidOf('persistedFaceId', params.face)];

  return [
    {
      method: 'POST',
      path: FACES,
      lane,
      async handle({ request, query, params }) {
        const group = groupOf(params);
        const personId = guidOf('personId', params.person);
        query.oneOf('detectionModel', 'detection_01', DETECTION_MODELS);
        const target = targetOf(query.text('targetFace'));
        const userData = userDataOf(query.text('userData'), MAX_FACE_USER_DATA);
        group.checkRoomForFace(personId);

        const bytes = await readPhoto(request);
        const descriptor = await lane.run(() => onPhoto(pool.run('describeOnlyFace', { bytes, target })));
        return { json: { persistedFaceId: await group.addFace(personId, { descriptor, ...userData }) } };
      },
    },
    {
      method: 'GET',
      path: FACE,
      handle({ params }) {
        const { persistedFaceId, userData } = groupOf(params).face(...idsOf(params));
        return { json: { persistedFaceId, userData } };
      },
    },
    {
      method: 'PATCH',
      path: FACE,
      async handle({ request, params }) {
        const group = groupOf(params);
        const changes = userDataOf((await readJson(request)).userData, MAX_FACE_USER_DATA);
        await group.updateFace(...idsOf(params), changes);
        return {};
      },
    },
    {
      method: 'DELETE',
      path: FACE,
      async handle({ params }) {
        await groupOf(params).deleteFace(...idsOf(params));
        return {};
      },
    },
  ];
}

function targetOf(text) {
  return text === undefined ? undefined : parseRectangle('targetFace', text);
}
