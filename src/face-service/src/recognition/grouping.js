import { DISTANCE_LIMIT, distance } from './confidence.js';

/**
 * Who belongs together: complete linkage, in the order of the faces. A face joins the group whose farthest member is nearest, when
 * that one, too, passes for the same person; so no chain of look-alikes makes two people one.
 * @template {{ descriptor: Float32Array }} T
 * @param {T[]} faces
 * @returns {T[][]} the largest group first; a face that is like no other is a group of its own
 */
export function groupFaces(faces) {
  const groups = [];
  for (const face of faces) {
    let best;
    let nearest = DISTANCE_LIMIT;
    for (const group of groups) {
      const farthest = Math.max(...group.map((member) => distance(member.descriptor, face.descriptor)));
      if (farthest <= nearest) [best, nearest] = [group, farthest];
    }
    if (best) best.push(face);
    else groups.push([face]);
  }
  return groups.sort((a, b) => b.length - a.length);
}
