// Where a face lies in the 150 × 150 chip that the descriptor network was trained on.
// This is dlib's get_face_chip_details for five landmarks, with its padding of 0.25 (dlib, image_transforms/interpolation.h).
// On real photos it separates people better than cutting out the detected box: see README.md, "Accuracy".

export const CHIP_SIZE = 150;
const PADDING = 0.25;

/** The mean face of dlib's five-point model in a unit square; left and right as seen on the picture. */
const MEAN_FACE = [
  { x: 0.8595674595992, y: 0.2134981538014 }, // right eye, outer corner
  { x: 0.6460604764104, y: 0.2289674387677 }, // right eye, inner corner
  { x: 0.1205750620789, y: 0.2137274526848 }, // left eye, outer corner
  { x: 0.3340850613712, y: 0.2290642403242 }, // left eye, inner corner
  { x: 0.4901123135679, y: 0.6277975316475 }, // below the nose
];

/** The same five points among the 68 of the landmark network (iBUG numbering from 0). */
const FIVE_OF_68 = [45, 42, 36, 39, 33];

/** Where the five points of every face should come to lie in the chip. */
export const CHIP_POINTS = MEAN_FACE.map(({ x, y }) => ({
  x: ((PADDING + x) / (2 * PADDING + 1)) * CHIP_SIZE,
  y: ((PADDING + y) / (2 * PADDING + 1)) * CHIP_SIZE,
}));

/**
 * The transform from chip to picture for a face with these landmarks.
 * @param {{x: number, y: number}[]} landmarks 68 points in picture coordinates
 * @returns {import('./warp.js').Similarity}
 */
export function chipToPicture(landmarks) {
  return similarity(CHIP_POINTS, fiveOf(landmarks));
}

/**
 * How far a face is from the upright, frontal one of the chip: the root mean square of what remains between the five
 * points after alignment. On the sample photos 0.7 to 5.5 for faces that look at the camera or half away, 13 in profile.
 * @param {{x: number, y: number}[]} landmarks 68 points
 * @returns {number} in pixels of the chip
 */
export function misfit(landmarks) {
  const points = fiveOf(landmarks);
  const { a, b, tx, ty } = chipToPicture(landmarks);
  const squares = CHIP_POINTS.map(({ x, y }, i) => (a * x - b * y + tx - points[i].x) ** 2 + (b * x + a * y + ty - points[i].y) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) / Math.hypot(a, b);
}

const fiveOf = (landmarks) => FIVE_OF_68.map((index) => landmarks[index]);

/**
 * The similarity transform that takes `from` closest to `to`, in the least-squares sense
 * (Umeyama 1991; in two dimensions and without reflection it has this closed form).
 * @param {{x: number, y: number}[]} from
 * @param {{x: number, y: number}[]} to
 * @returns {import('./warp.js').Similarity}
 */
export function similarity(from, to) {
  const f = centroid(from);
  const t = centroid(to);
  let spread = 0;
  let dot = 0;
  let cross = 0;
  for (let i = 0; i < from.length; i++) {
    const fx = from[i].x - f.x;
    const fy = from[i].y - f.y;
    const x = to[i].x - t.x;
    const y = to[i].y - t.y;
    spread += fx * fx + fy * fy;
    dot += fx * x + fy * y;
    cross += fx * y - fy * x;
  }
  const a = dot / spread;
  const b = cross / spread;
  return { a, b, tx: t.x - (a * f.x - b * f.y), ty: t.y - (b * f.x + a * f.y) };
}

function centroid(points) {
  const sum = points.reduce((s, p) => ({ x: s.x + p.x, y: s.y + p.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
