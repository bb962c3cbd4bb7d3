import type { Endpoint } from '../endpoints';
import {
  jobAnswer,
  jobItemsAnswer,
  jobItemsQuery,
  jobListAnswer,
  jobListQuery,
  jobParams,
  jobRequest,
} from './jobs-api';

/** Addresses of server mode. */
export const jobEndpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/api/v1/ozon/jobs',
    summary: 'Starts a job of server mode: pictures of any number of products, without a limit for a whole store',
    access: 'token',
    body: jobRequest,
    answer: jobAnswer,
    refusals: [400, 401, 403, 404, 413, 429],
  },
  {
    method: 'get',
    path: '/api/v1/ozon/jobs',
    summary: "The caller's jobs of server mode, newest first, by pages",
    access: 'token',
    query: jobListQuery,
    answer: jobListAnswer,
    refusals: [400, 401, 404],
  },
  {
    method: 'get',
    path: '/api/v1/ozon/jobs/:id',
    summary: 'How far a job is',
    access: 'token',
    params: jobParams,
    answer: jobAnswer,
    refusals: [400, 401, 404],
  },
  {
    method: 'get',
    path: '/api/v1/ozon/jobs/:id/items',
    summary: 'What became of the lines of a job, by pages, in the order of the list',
    access: 'token',
    params: jobParams,
    query: jobItemsQuery,
    answer: jobItemsAnswer,
    refusals: [400, 401, 404],
  },
  {
    method: 'post',
    path: '/api/v1/ozon/jobs/:id/cancel',
    summary: 'Ends a job; what is stored stays',
    access: 'token',
    params: jobParams,
    answer: jobAnswer,
    refusals: [400, 401, 404],
  },
];
