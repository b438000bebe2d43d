import { badArgument, ServiceError } from '../http/errors.js';
import { readBytes } from '../http/body.js';
import { parseRectangles } from '../http/rectangles.js';
import { cut } from './cut.js';
import { ImageError } from './errors.js';
import { prepare } from './prepare.js';

const MAX_BODY = 20 * 1024 * 1024;

const STATUS = { InvalidImage: 415, ImageTooLarge: 413, ImageTooSmall: 400 };
const CODE = { ImageTooSmall: 'InvalidImageSize' };

/**
 * @param {import('../http/lane.js').Lane} lane
 * @returns {import('../http/router.js').Route[]}
 */
export function imagingRoutes(lane) {
  return [
    {
      method: 'POST',
      path: '/imaging/prepare',
      lane,
      async handle({ request }) {
        const bytes = await readImage(request);
        const { jpeg, width, height } = await lane.run(() => imaging(prepare(bytes)));
        return {
          bytes: jpeg,
          headers: { 'Content-Type': 'image/jpeg', 'X-Image-Width': width, 'X-Image-Height': height },
        };
      },
    },
    {
      method: 'POST',
      path: '/imaging/cut',
      lane,
      async handle({ request, query }) {
        const rectangles = parseRectangles(query.text('rectangles'));
        const bytes = await readImage(request);
        return { json: await lane.run(() => imaging(cut(bytes, (image) => inside(image, rectangles)))) };
      },
    },
  ];
}

function readImage(request) {
  return readBytes(request, MAX_BODY, () =>
    new ServiceError(413, 'ImageTooLarge', `The body is larger than ${MAX_BODY} bytes.`));
}

function inside(image, rectangles) {
  for (const { left, top, width, height } of rectangles) {
    if (left + width > image.width || top + height > image.height) {
      throw badArgument(`rectangles: ${[left, top, width, height]} is not inside the image of ${image.width} x ${image.height} pixels.`);
    }
  }
  return rectangles;
}

async function imaging(work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new ServiceError(STATUS[error.code], CODE[error.code] ?? error.code, error.message);
  }
}
