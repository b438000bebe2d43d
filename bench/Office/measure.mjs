// How far apart the descriptors of real faces are: the six sample photos through the face service's own networks.
// (cd src/face-service && npm ci --ignore-scripts) && node bench/Office/measure.mjs
// Where the bench's recogniser takes its numbers from; see docs/office.md.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { detectFaces } from '../../src/face-service/src/recognition/analysis.js';
import { distance } from '../../src/face-service/src/recognition/confidence.js';
import { loadNetworks } from '../../src/face-service/src/recognition/networks.js';

const require = createRequire(new URL('../../src/face-service/package.json', import.meta.url));
const sharp = require('sharp');
const networks = await loadNetworks();

const photos = await Promise.all([1, 2, 3, 4, 5, 6].map((number) =>
  readFile(new URL(`../../src/face-service/node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url))));

/** What differs from one frame of a burst to the next, and what a worse camera or place does to a picture. */
const changes = {
  'brightness 0.8': (image) => image.modulate({ brightness: 0.8 }),
  'brightness 1.2': (image) => image.modulate({ brightness: 1.2 }),
  'turned by 4 degrees': (image) => image.rotate(4, { background: '#808080' }),
  'JPEG quality 50': (image) => image.jpeg({ quality: 50 }),
  'blur, sigma 2': (image) => image.blur(2),
  'turned by 4 degrees, brightness 1.15, blur 1.5': (image) => image.rotate(4, { background: '#808080' }).modulate({ brightness: 1.15 }).blur(1.5),
  'half the size': (image, width) => image.resize({ width: Math.round(width / 2) }),
  'a quarter of the size': (image, width) => image.resize({ width: Math.round(width / 4) }),
};

const found = [];
for (const photo of photos) found.push(await detectFaces(networks, { bytes: photo, describe: true }));

const faces = found.flatMap((each, photo) => each.map((face, index) => ({ ...face, photo, index })));
const isHer = ({ photo, index }) => index === 0 && (photo === 0 || photo === 2);
const pairs = faces.flatMap((a, i) => faces.slice(i + 1).map((b) => ({ a, b, d: distance(a.descriptor, b.descriptor) })));
const usable = ({ a, b }) => a.quality === 'high' && b.quality === 'high';
print('two people', pairs.filter((pair) => usable(pair) && !(isHer(pair.a) && isHer(pair.b))).map(({ d }) => d));
print('the one person on two photos', pairs.filter(({ a, b }) => isHer(a) && isHer(b)).map(({ d }) => d));

for (const [name, change] of Object.entries(changes)) {
  const distances = { all: [], sizes: [] };
  for (let i = 0; i < photos.length; i++) {
    const { width, height } = await sharp(photos[i]).metadata();
    const bytes = await change(sharp(photos[i]), width).jpeg({ quality: name.startsWith('JPEG') ? 50 : 95 }).toBuffer();
    const size = await sharp(bytes).metadata();
    for (const face of await detectFaces(networks, { bytes, describe: true })) {
      const original = nearest(found[i], face.rectangle, { x: size.width / width, y: size.height / height });
      if (!original || original.quality !== 'high') continue;
      distances.all.push(distance(original.descriptor, face.descriptor));
      distances.sizes.push(face.rectangle.width);
    }
  }
  print(`the same face, ${name} (${Math.round(quantile(distances.sizes, 0.5))} px)`, distances.all);
}

/** The face of the unchanged photo whose middle is where this one's is. */
function nearest(originals, rectangle, scale) {
  const middle = { x: (rectangle.left + rectangle.width / 2) / scale.x, y: (rectangle.top + rectangle.height / 2) / scale.y };
  return originals.find(({ rectangle: r }) => Math.hypot(middle.x - r.left - r.width / 2, middle.y - r.top - r.height / 2) < 0.6 * r.width);
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function print(what, values) {
  const [least, p1, p5, p33, p50, p95, most] = [0, 0.01, 0.05, 0.33, 0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(3));
  console.log(`${what}: ${values.length} pairs, least ${least}, 1 % ${p1}, 5 % ${p5}, 33 % ${p33}, half ${p50}, 95 % ${p95}, most ${most}`);
}
process.exit(0);
