/** @typedef {{ left: number, top: number, width: number, height: number }} Rectangle in whole pixels, not empty */

/**
 * @param {Rectangle} a
 * @param {Rectangle} b
 * @returns {number} what both cover, as a share of what either covers: 0 when apart, 1 when the same
 */
export function overlap(a, b) {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a.width * a.height + b.width * b.height - width * height);
}

/** Whether the middle of `inner` lies in `outer`. */
export function holdsCentre(outer, inner) {
  const x = inner.left + inner.width / 2;
  const y = inner.top + inner.height / 2;
  return x >= outer.left && x < outer.left + outer.width && y >= outer.top && y < outer.top + outer.height;
}
