// The refusals of Azure's person groups, with its status codes and codes.
import { ServiceError } from '../http/errors.js';

export const groupNotFound = (status = 404) =>
  new ServiceError(status, 'LargePersonGroupNotFound', 'Large person group is not found.');

export const groupExists = () => new ServiceError(409, 'LargePersonGroupExists', 'Large person group already exists.');

export const groupNotTrained = (status) =>
  new ServiceError(status, 'LargePersonGroupNotTrained', 'Large person group is not trained.');

export const trainingNotFinished = () =>
  new ServiceError(409, 'LargePersonGroupTrainingNotFinished', 'Large person group training is not finished; try again later.');

export const personNotFound = () => new ServiceError(404, 'PersonNotFound', 'Person is not found.');

export const faceNotFound = () => new ServiceError(404, 'PersistedFaceNotFound', 'Persisted face is not found.');

export const tooManyFaces = (limit) =>
  new ServiceError(403, 'QuotaExceeded', `The person has reached the limit of ${limit} persisted faces.`);
