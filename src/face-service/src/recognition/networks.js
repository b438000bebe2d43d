// The three neural networks, on the wasm backend. One copy per worker thread: wasm runs on one thread in Node.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/**
 * @typedef {object} Networks
 * @property {import('@tensorflow/tfjs-core')} tf
 * @property {any} detector     SSD MobileNet v1: boxes of faces
 * @property {any} landmarks    68 points of one face
 * @property {any} descriptors  dlib's ResNet: 128 numbers of one aligned face
 */

/** @returns {Promise<Networks>} */
export async function loadNetworks() {
  const tf = require('@tensorflow/tfjs');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

  // With a trailing separator, or the file name is glued to the folder's.
  wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm')) + path.sep);
  await tf.setBackend('wasm');
  await tf.ready();

  const models = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  const { ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  for (const network of [ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet]) await network.loadFromDisk(models);

  return { tf, detector: ssdMobilenetv1, landmarks: faceLandmark68Net, descriptors: faceRecognitionNet };
}
