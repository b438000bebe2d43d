import { badArgument, ServiceError } from '../../http/errors.js';
import { readJson } from '../../http/body.js';
import { DEFAULT_THRESHOLD } from '../confidence.js';
import { groupIdOf, guidOf } from './validation.js';

const MAX_FACE_IDS = 10;
const MAX_CANDIDATES = 100;

/** @returns {import('../../http/router.js').Route[]} */
export function identifyRoutes({ gallery, faceIds }) {
  return [
    {
      method: 'POST',
      path: '/face/v1.2/identify',
      async handle({ request }) {
        const wanted = readOptions(await readJson(request));
        const group = gallery.group(wanted.groupId, 400);
        const model = group.model();
        const faces = wanted.faceIds.map((faceId) => ({ faceId, ...findFace(faceIds, faceId, group.info.recognitionModel) }));
        return {
          json: faces.map(({ faceId, descriptor }) => ({ faceId, candidates: model.candidates(descriptor, wanted) })),
        };
      },
    },
  ];
}

function readOptions(body) {
  const { faceIds, maxNumOfCandidatesReturned: max = 10, confidenceThreshold: threshold = DEFAULT_THRESHOLD } = body;
  for (const other of ['personGroupId', 'dynamicPersonGroupId', 'personIds']) {
    if (body[other] !== undefined) throw badArgument(`${other}: this service identifies in a largePersonGroupId only.`);
  }
  if (!Array.isArray(faceIds) || faceIds.length < 1 || faceIds.length > MAX_FACE_IDS) {
    throw badArgument(`faceIds: has to be a list of 1 to ${MAX_FACE_IDS} ids.`);
  }
  if (!Number.isInteger(max) || max < 1 || max > MAX_CANDIDATES) {
    throw badArgument(`maxNumOfCandidatesReturned: has to be a whole number from 1 to ${MAX_CANDIDATES}.`);
  }
  if (typeof threshold !== 'number' || threshold < 0 || threshold > 1) {
    throw badArgument('confidenceThreshold: has to be a number from 0 to 1.');
  }
  return {
    groupId: groupIdOf(body.largePersonGroupId),
    faceIds: faceIds.map((faceId) => guidOf('faceIds', faceId)),
    max,
    threshold,
  };
}

function findFace(faceIds, faceId, recognitionModel) {
  const face = faceIds.find(faceId);
  if (!face) throw new ServiceError(400, 'FaceNotFound', `Face ${faceId} is not found: it is unknown or expired.`);
  if (face.recognitionModel !== recognitionModel) {
    throw badArgument(`recognitionModel: ${face.recognitionModel} of face ${faceId} is incompatible with the group's ${recognitionModel}.`);
  }
  return face;
}
