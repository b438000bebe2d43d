import { badArgument } from './errors.js';

const MAX_RECTANGLES = 100;

/** @typedef {import('../imaging/rectangle.js').Rectangle} Rectangle */

/**
 * @param {string} name of the parameter, for the message
 * @param {string} text `left,top,width,height`
 * @returns {Rectangle} whole pixels, not empty
 */
export function parseRectangle(name, text) {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text);
  const [left, top, width, height] = match ? match.slice(1).map(Number) : [];
  if (!match || width === 0 || height === 0) {
    throw badArgument(`${name}: '${text}' is not left,top,width,height in whole pixels, such as 120,80,200,240.`);
  }
  return { left, top, width, height };
}

/**
 * @param {string | undefined} text rectangles with semicolons between them
 * @returns {Rectangle[]} 1 to 100
 */
export function parseRectangles(text) {
  if (!text) throw badArgument('rectangles: is missing; give left,top,width,height of each face, with semicolons between them.');
  const parts = text.split(';');
  if (parts.length > MAX_RECTANGLES) throw badArgument(`rectangles: ${parts.length} were given; at most ${MAX_RECTANGLES} are accepted.`);
  return parts.map((part) => parseRectangle('rectangles', part));
}
