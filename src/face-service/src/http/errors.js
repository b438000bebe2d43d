/** An answer other than success, in Azure's envelope: `{"error":{"code","message"}}`. */
export class ServiceError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message goes to the caller
   * @param {Record<string, string>} [headers]
   */
  constructor(status, code, message, headers = {}) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badArgument = (message) => new ServiceError(400, 'BadArgument', message);
