import { badArgument, ServiceError } from '../../http/errors.js';

/**
 * The detected faces of a request about several of them.
 * @param {import('../face-ids.js').FaceIds} faceIds
 * @param {string[]} wanted lower-case GUIDs
 * @returns {(import('../face-ids.js').DetectedFace & { faceId: string })[]} in the order asked for
 */
export function findFaces(faceIds, wanted) {
  const faces = wanted.map((faceId) => {
    const face = faceIds.find(faceId);
    if (!face) throw new ServiceError(400, 'FaceNotFound', `Face ${faceId} is not found: it is unknown or expired.`);
    return { faceId, ...face };
  });
  const other = faces.find((face) => face.recognitionModel !== faces[0].recognitionModel);
  if (other) {
    throw badArgument(`recognitionModel: ${other.recognitionModel} of face ${other.faceId} is incompatible with ${faces[0].recognitionModel} of the others.`);
  }
  return faces;
}
