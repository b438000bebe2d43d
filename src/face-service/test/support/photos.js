import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** The real photos that come with face-api: six groups, 22 faces. */
export function sample(number) {
  return readFile(new URL(`../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url));
}

/** A plain grey picture. */
export function grey(width, height, format = 'jpeg') {
  return sharp({ create: { width, height, channels: 3, background: '#808080' } }).toFormat(format).toBuffer();
}
