import { scrypt } from 'node:crypto';
import pLimit from 'p-limit';
import type { Scrypt } from './password';

/** Each takes 32 MiB and a thread of the pool that name lookups need too. */
const atOnce = pLimit(2);

/** scrypt in Node's own threads. */
export const nodeScrypt: Scrypt = (password, salt, { N, r, p, dkLen }) =>
  atOnce(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password, salt, dkLen, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
          if (error) reject(error);
          else resolve(key);
        });
      }),
  );
