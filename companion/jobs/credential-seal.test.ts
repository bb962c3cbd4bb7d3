import { describe, expect, it } from 'vitest';
import { createCredentialSeal } from './credential-seal';

const credential = { clientId: '1234567', apiKey: '0a1b2c3d-0000-4111-8222-abcdefabcdef' };
const seal = createCredentialSeal('s'.repeat(32));

describe('a sealed credential', () => {
  it('opens for its job', async () => {
    const sealed = await seal.seal('job1', credential);
    expect(sealed).not.toContain(credential.apiKey);
    expect(await seal.open('job1', sealed)).toEqual(credential);
    expect(await seal.seal('job1', credential)).not.toBe(sealed);
  });

  it('does not open for another job, with another secret, or changed', async () => {
    const sealed = await seal.seal('job1', credential);
    const damaged = { code: 'vault.damaged' };
    await expect(seal.open('job2', sealed)).rejects.toMatchObject(damaged);
    await expect(createCredentialSeal('t'.repeat(32)).open('job1', sealed)).rejects.toMatchObject(damaged);
    const last = sealed.slice(0, -3);
    await expect(seal.open('job1', `${last}${sealed.endsWith('AA=') ? 'BB=' : 'AA='}`)).rejects.toMatchObject(damaged);
    await expect(seal.open('job1', 'nonsense')).rejects.toMatchObject(damaged);
  });
});
