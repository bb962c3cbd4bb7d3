import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createCompanion } from './app';
import { readConfig } from './config';
import { endpoints } from './endpoints';
import { createJsonLog } from './log';
import { createApiDocument } from './openapi';
import { environmentFor } from './testing/local-r2';

const nobody = () => Promise.reject(new Error('nobody is asked here'));
const config = readConfig(environmentFor('http://127.0.0.1:1'), { presignBatch: 10 });
const app = createCompanion(config, {
  scrypt: nobody,
  clientOf: () => '',
  log: createJsonLog('silent', () => {}),
  fetchPublic: nobody,
  fetchStorage: nobody,
  fetchOzon: nobody,
});

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(createApiDocument())));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('has every address that is answered, and no other', () => {
    const answered = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    expect(endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(answered.sort());
  });

  it('is served to anyone', async () => {
    const answer = await app.request('/api/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0', paths: { '/api/v1/health': { get: {} } } });
  });
});
