import { generate } from 'selfsigned';
import { allHosts } from '../hosts';

/** Key and certificate in PEM for every host of the sandbox, made anew at each start and kept in memory only. */
export async function createCertificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Ozon Image Bridge sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: allHosts.map((value) => ({ type: 2, value })) },
    ],
  });
  return { key, cert };
}
