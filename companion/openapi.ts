import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { failure } from '../lib/storage/companion-api';
import { version } from '../package.json';
import { type Endpoint, endpoints } from './endpoints';

const meanings: Readonly<Record<number, string>> = {
  400: 'Bad input; the text begins with the field',
  401: 'The token is missing or not known',
  403: "A path outside the caller's folder",
  404: 'Not found',
  409: 'In conflict with what is there',
  413: 'More than one call may carry',
  429: 'A limit of this user is used up; Retry-After says for how long, in seconds',
  500: 'The companion failed; its log has the request under X-Request-Id',
  502: 'What the companion had to ask answered badly',
  504: 'What the companion had to ask did not answer in time',
};

const json = <T>(schema: T) => ({ 'application/json': { schema } });

function refusalsOf({ refusals, refusal = failure }: Endpoint): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    [...refusals, 500].map((status) => [
      `${status}` as const,
      { description: meanings[status] ?? 'Refused', content: json(refusal) },
    ]),
  );
}

function operationOf(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { summary, access, params, query, body, answer } = endpoint;
  const schemes = [{ bearer: [] }, { apiKey: [] }];
  return {
    summary,
    security: access === 'token' ? schemes : access === 'either' ? [{}, ...schemes] : [],
    ...((query || params) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: { 200: { description: 'Done', content: json(answer) }, ...refusalsOf(endpoint) },
  };
}

/** The OpenAPI 3.1 document of the companion, made of the schemas that requests and answers are parsed with. */
export function createApiDocument() {
  const paths: Record<string, Partial<Record<Endpoint['method'], ZodOpenApiOperationObject>>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ozon Image Bridge companion',
      version,
      description: 'Holds the storage secrets and signs uploads.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Failure: failure },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  });
}
