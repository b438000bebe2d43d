// Descriptors as text: the bytes of 128 32-bit floats (little-endian, as on every platform of Node) in base64.

const BYTES = 128 * Float32Array.BYTES_PER_ELEMENT;

/** @param {Float32Array} descriptor */
export function encodeDescriptor(descriptor) {
  return Buffer.from(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength).toString('base64');
}

/** @param {string} text */
export function decodeDescriptor(text) {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== BYTES) throw new Error(`A stored descriptor has ${bytes.length} bytes, not ${BYTES}.`);
  return new Float32Array(new Uint8Array(bytes).buffer);
}
