/**
 * What can be wrong with an image. The HTTP layers choose the status: Azure's for recognition, our own for imaging.
 * The code is a plain string, so that the error survives the way out of a worker thread.
 */
export class ImageError extends Error {
  /** @param {'InvalidImage' | 'ImageTooLarge' | 'ImageTooSmall'} code */
  constructor(code, message) {
    super(message);
    this.name = 'ImageError';
    this.code = code;
  }
}

export const undecodable = () =>
  new ImageError('InvalidImage', 'This is not an image that can be decoded (JPEG, PNG, GIF or WebP).');

export const tooManyPixels = ({ width, height }, limit) =>
  new ImageError('ImageTooLarge', `The image has ${width} x ${height} pixels; at most ${limit} in all are accepted.`);

export const tooFewPixels = ({ width, height }, limit) =>
  new ImageError('ImageTooSmall', `The image has ${width} x ${height} pixels; at least ${limit} on each side are needed.`);
