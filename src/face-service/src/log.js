/**
 * @typedef {object} Log
 * @property {(event: string, details?: object) => void} progress to standard output, where the parent reads it
 * @property {(event: string, error: Error, details?: object) => void} fault to standard error
 */

/**
 * One JSON object a line. Of an error it writes the kind and the place, never the message: messages quote what was
 * sent, and that may be a name or a key.
 * @returns {Log}
 */
export function createLog(out = process.stdout, err = process.stderr) {
  // Whoever read the lines may be gone. That is no reason for requests to fail.
  for (const stream of [out, err]) stream.on('error', () => {});
  return {
    progress(event, details = {}) {
      out.write(`${JSON.stringify({ event, ...details })}\n`);
    },
    fault(event, error, details = {}) {
      const at = String(error.stack).split('\n').filter((line) => line.startsWith('    at ')).slice(0, 5).map((line) => line.trim());
      err.write(`${JSON.stringify({ event, ...details, error: error.name, code: error.code, at })}\n`);
    },
  };
}
