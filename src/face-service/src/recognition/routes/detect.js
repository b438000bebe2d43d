import { badArgument } from '../../http/errors.js';
import { onPhoto, readPhoto } from './photo.js';
import { DETECTION_MODELS, RECOGNITION_MODELS } from './validation.js';

/** Azure gives the quality with these models only, so that a client that asks wrongly finds out here too. */
const MODELS_WITH_QUALITY = { detection: ['detection_01', 'detection_03'], recognition: ['recognition_03', 'recognition_04'] };

/** @returns {import('../../http/router.js').Route[]} */
export function detectRoutes({ lane, pool, faceIds }) {
  return [
    {
      method: 'POST',
      path: '/face/v1.2/detect',
      lane,
      async handle({ request, query }) {
        const wanted = readOptions(query);
        const bytes = await readPhoto(request);
        const faces = await lane.run(() => onPhoto(pool.run('detectFaces', { bytes, describe: wanted.faceId })));
        return { json: faces.map((face) => toAnswer(face, wanted, faceIds)) };
      },
    },
  ];
}

function readOptions(query) {
  const recognitionModel = query.oneOf('recognitionModel', 'recognition_01', RECOGNITION_MODELS);
  const detectionModel = query.oneOf('detectionModel', 'detection_01', DETECTION_MODELS);
  if (query.boolean('returnFaceLandmarks', false)) throw badArgument('returnFaceLandmarks: this service does not return landmarks.');
  return {
    faceId: query.boolean('returnFaceId', true),
    timeToLive: query.integer('faceIdTimeToLive', 86_400, 60, 86_400),
    recognitionModel,
    showModel: query.boolean('returnRecognitionModel', false),
    quality: wantsQuality(query.text('returnFaceAttributes'), detectionModel, recognitionModel),
  };
}

function wantsQuality(attributes, detectionModel, recognitionModel) {
  const names = (attributes ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  for (const name of names) {
    if (name.toLowerCase() !== 'qualityforrecognition') {
      throw badArgument(`returnFaceAttributes: '${name}' is not offered by this service; qualityForRecognition is.`);
    }
  }
  if (names.length === 0) return false;
  const { detection, recognition } = MODELS_WITH_QUALITY;
  if (!detection.includes(detectionModel) || !recognition.includes(recognitionModel)) {
    throw badArgument(`returnFaceAttributes: qualityForRecognition needs ${detection.join(' or ')} and ${recognition.join(' or ')}.`);
  }
  return true;
}

function toAnswer({ rectangle, quality, descriptor }, wanted, faceIds) {
  const { recognitionModel } = wanted;
  const { left, top, width, height } = rectangle;
  return {
    ...(wanted.faceId && { faceId: faceIds.add({ descriptor, recognitionModel }, wanted.timeToLive) }),
    ...(wanted.showModel && { recognitionModel }),
    faceRectangle: { top, left, width, height },
    ...(wanted.quality && { faceAttributes: { qualityForRecognition: quality } }),
  };
}
