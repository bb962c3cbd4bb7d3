import { generateImageAnswer, generateImageRequest, outputsAnswer, outputsQuery } from '../../lib/storage/outputs-api';
import type { Endpoint } from '../endpoints';

/** G8 as the document tells it. */
export const imageEndpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/api/v1/ai/generate-image',
    summary: 'Makes a picture by a prompt, or takes over the one at an address, and stores it in the own folder',
    access: 'token',
    body: generateImageRequest,
    answer: generateImageAnswer,
    refusals: [400, 401, 404, 413, 429, 502, 504],
  },
  {
    method: 'get',
    path: '/api/v1/outputs',
    summary: 'Pictures the caller has had made, newest first, by pages',
    access: 'token',
    query: outputsQuery,
    answer: outputsAnswer,
    refusals: [400, 401, 404],
  },
];
