import { z } from 'zod';
import {
  failure,
  healthAnswer,
  loginAnswer,
  loginRequest,
  pictureLookAnswer,
  pictureLookRequest,
  presignBatchAnswer,
  presignBatchRequest,
  presignedUpload,
  presignRequest,
} from '../lib/storage/companion-api';
import {
  multipartAbortAnswer,
  multipartAbortRequest,
  multipartCompleteAnswer,
  multipartCompleteRequest,
  multipartCreateAnswer,
  multipartCreateRequest,
  multipartListAnswer,
  multipartListRequest,
  multipartSignAnswer,
  multipartSignRequest,
} from '../lib/storage/multipart-api';
import {
  cardSetsAnswer,
  cardSetsQuery,
  ozonCallAnswer,
  ozonCallRequest,
  ozonDownloadAnswer,
  ozonDownloadRequest,
  ozonPushAnswer,
  ozonPushFailure,
  ozonPushRequest,
} from '../lib/storage/ozon-api';
import { imageEndpoints } from './ai/endpoints';
import { jobEndpoints } from './jobs/job-endpoints';

/** One address of the companion, as the document tells it. */
export type Endpoint = {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  /** Who may call: anyone, holders of a token, or anyone who then learns more with a token. */
  access: 'anyone' | 'token' | 'either';
  /** Parts of the path, written `:name` there. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer: z.ZodType;
  /** Statuses of refusals beside 500. */
  refusals: readonly number[];
  /** What refusals carry beside the usual. */
  refusal?: z.ZodType;
};

const withToken = [400, 401, 413, 429] as const;
const throughStorage = [...withToken, 403, 404, 409, 502, 504] as const;

/** Every address there is; a test compares the list with what the application answers. */
export const endpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/api/v1/health',
    summary: 'What runs here, whether the storage answers, limits; with a token whose it is',
    access: 'either',
    answer: healthAnswer,
    refusals: [401],
  },
  {
    method: 'get',
    path: '/api/v1/openapi.json',
    summary: 'This document',
    access: 'anyone',
    answer: z.record(z.string(), z.unknown()),
    refusals: [],
  },
  {
    method: 'post',
    path: '/api/v1/r2/presigned-url',
    summary: 'A signed address for one upload into the own folder',
    access: 'token',
    body: presignRequest,
    answer: presignedUpload,
    refusals: [...withToken, 403],
  },
  {
    method: 'post',
    path: '/api/v1/r2/presigned-urls',
    summary: 'Signed addresses for many uploads, answered in order; each item fails alone',
    access: 'token',
    body: presignBatchRequest,
    answer: presignBatchAnswer,
    refusals: withToken,
  },
  {
    method: 'post',
    path: '/api/v1/r2/multipart',
    summary: 'Begins an upload in parts; tells the size of a part',
    access: 'token',
    body: multipartCreateRequest,
    answer: multipartCreateAnswer,
    refusals: throughStorage,
  },
  {
    method: 'post',
    path: '/api/v1/r2/multipart/parts',
    summary: 'Signed addresses for parts, for exactly their length; again when they have expired',
    access: 'token',
    body: multipartSignRequest,
    answer: multipartSignAnswer,
    refusals: throughStorage,
  },
  {
    method: 'post',
    path: '/api/v1/r2/multipart/list',
    summary: 'The parts the storage has, for going on where an upload stopped',
    access: 'token',
    body: multipartListRequest,
    answer: multipartListAnswer,
    refusals: throughStorage,
  },
  {
    method: 'post',
    path: '/api/v1/r2/multipart/complete',
    summary: 'Makes the object of its parts',
    access: 'token',
    body: multipartCompleteRequest,
    answer: multipartCompleteAnswer,
    refusals: throughStorage,
  },
  {
    method: 'post',
    path: '/api/v1/r2/multipart/abort',
    summary: 'Forgets an upload and its parts',
    access: 'token',
    body: multipartAbortRequest,
    answer: multipartAbortAnswer,
    refusals: throughStorage,
  },
  {
    method: 'post',
    path: '/api/v1/auth/login',
    summary: 'A token for e-mail and password, where there are named users',
    access: 'anyone',
    body: loginRequest,
    answer: loginAnswer,
    refusals: [400, 401, 404, 413, 429],
  },
  {
    method: 'post',
    path: '/api/v1/pictures/look',
    summary: "What is found at pictures' addresses, in the order asked",
    access: 'token',
    body: pictureLookRequest,
    answer: pictureLookAnswer,
    refusals: withToken,
  },
  ...imageEndpoints,
  {
    method: 'post',
    path: '/api/v1/ozon/download',
    summary: 'Pictures of up to 100 products: their addresses at Ozon, or copies in the own folder',
    access: 'token',
    body: ozonDownloadRequest,
    answer: ozonDownloadAnswer,
    refusals: [...withToken, 403, 502, 504],
  },
  {
    method: 'post',
    path: '/api/v1/ozon/push-images',
    summary: 'Replaces the pictures of one card; refusals name the picture in `errors`',
    access: 'token',
    body: ozonPushRequest,
    answer: ozonPushAnswer,
    refusals: [...withToken, 404, 409, 502, 504],
    refusal: z.union([ozonPushFailure, failure]),
  },
  {
    method: 'get',
    path: '/api/v1/card-sets',
    summary: "Sets that cards had before the caller's pushes, newest first, by pages",
    access: 'token',
    query: cardSetsQuery,
    answer: cardSetsAnswer,
    refusals: [400, 401, 404],
  },
  {
    method: 'post',
    path: '/api/v1/ozon/call',
    summary: 'Passes one of the listed methods on to the Seller API, and its answer back',
    access: 'token',
    body: ozonCallRequest,
    answer: ozonCallAnswer,
    refusals: [...withToken, 502, 504],
  },
  ...jobEndpoints,
];
