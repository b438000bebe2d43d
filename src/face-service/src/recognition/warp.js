/** @typedef {import('../imaging/codec.js').Picture} Picture */

/**
 * A similarity transform: (x, y) ↦ (a·x − b·y + tx, b·x + a·y + ty), that is scaling, rotation and shift.
 * @typedef {{ a: number, b: number, tx: number, ty: number }} Similarity
 */

/**
 * Samples a square chip out of a picture: pixel (x, y) of the chip shows what lies at `toPicture(x, y)`.
 * Outside the picture it is black, which is what the networks saw beyond borders when they were trained.
 *
 * Where the chip shrinks the picture, each chip pixel is the mean of a grid of bilinear samples about one picture
 * pixel apart; single samples would alias, and the descriptor of a large face would depend on how the pixels fall.
 *
 * @param {Picture} picture
 * @param {Similarity} toPicture
 * @param {number} size side of the chip in pixels
 * @returns {Uint8Array} size × size × RGB
 */
export function warp(picture, toPicture, size) {
  const { a, b, tx, ty } = toPicture;
  const grid = Math.max(1, Math.round(Math.hypot(a, b)));
  const chip = new Uint8Array(size * size * 3);
  const sum = new Float64Array(3);

  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 3) {
      sum.fill(0);
      for (let i = 0; i < grid; i++) {
        for (let j = 0; j < grid; j++) {
          // Sub-pixel centres are spread evenly around the pixel's own position.
          const u = x + (j + 0.5) / grid - 0.5;
          const v = y + (i + 0.5) / grid - 0.5;
          addBilinear(picture, a * u - b * v + tx, b * u + a * v + ty, sum);
        }
      }
      for (let c = 0; c < 3; c++) chip[at + c] = Math.round(sum[c] / (grid * grid));
    }
  }
  return chip;
}

/** Adds the colour at a fractional position to `sum`. */
function addBilinear({ data, width, height }, x, y, sum) {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  for (let dy = 0; dy < 2; dy++) {
    const row = top + dy;
    if (row < 0 || row >= height) continue;
    for (let dx = 0; dx < 2; dx++) {
      const column = left + dx;
      if (column < 0 || column >= width) continue;
      const weight = (dx ? right : 1 - right) * (dy ? below : 1 - below);
      const at = (row * width + column) * 3;
      sum[0] += weight * data[at];
      sum[1] += weight * data[at + 1];
      sum[2] += weight * data[at + 2];
    }
  }
}
