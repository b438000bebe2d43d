import { readJson } from '../../http/body.js';
import { badArgument } from '../../http/errors.js';
import { confidence, distance, IDENTICAL } from '../confidence.js';
import { groupFaces } from '../grouping.js';
import { findFaces } from './detected.js';
import { guidOf } from './validation.js';

/** Azure's bounds. */
const MIN_FACE_IDS = 2;
const MAX_FACE_IDS = 1000;

/** Comparing detected faces with each other, without any gallery: verify (two of them) and group (many). */
export function compareRoutes({ faceIds }) {
  return [
    {
      method: 'POST',
      path: '/face/v1.2/verify',
      async handle({ request }) {
        const body = await readJson(request);
        if (body.personId !== undefined) throw badArgument('personId: this service verifies two detected faces only.');
        const [one, other] = findFaces(faceIds, [guidOf('faceId1', body.faceId1), guidOf('faceId2', body.faceId2)]);
        const sure = confidence(distance(one.descriptor, other.descriptor));
        return { json: { isIdentical: sure >= IDENTICAL, confidence: sure } };
      },
    },
    {
      method: 'POST',
      path: '/face/v1.2/group',
      async handle({ request }) {
        const { faceIds: wanted } = await readJson(request);
        if (!Array.isArray(wanted) || wanted.length < MIN_FACE_IDS || wanted.length > MAX_FACE_IDS) {
          throw badArgument(`faceIds: has to be a list of ${MIN_FACE_IDS} to ${MAX_FACE_IDS} ids.`);
        }
        const ids = wanted.map((faceId) => guidOf('faceIds', faceId));
        if (new Set(ids).size < ids.length) throw badArgument('faceIds: an id is in it twice.');
        const groups = groupFaces(findFaces(faceIds, ids)).map((group) => group.map(({ faceId }) => faceId));
        return {
          json: {
            groups: groups.filter((group) => group.length > 1),
            messyGroup: groups.filter((group) => group.length === 1).flat(),
          },
        };
      },
    },
  ];
}
