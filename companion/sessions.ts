import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from './database/database';
import type { Users } from './users';

type Deps = { secret: string; lifetimeSeconds: number; accepts: Users['accepts']; now: Clock };

const issuer = 'ozon-image-bridge';
const algorithm = 'HS256';

/** Signed tokens that end by themselves, and with their user. */
export function createSessions({ secret, lifetimeSeconds, accepts, now }: Deps) {
  const key = new TextEncoder().encode(secret);

  return {
    async issue(userId: string, seconds = lifetimeSeconds): Promise<{ token: string; expires_at: string }> {
      const issuedAt = now();
      const end = issuedAt + seconds;
      const token = await new SignJWT()
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(end)
        .sign(key);
      return { token, expires_at: new Date(end * 1000).toISOString() };
    },

    /** Whose token this is; undefined when it is forged, at its end, or its user's no more. */
    async userOf(token: string): Promise<string | undefined> {
      const options = { algorithms: [algorithm], issuer, requiredClaims: ['sub', 'iat', 'exp'] };
      const verified = await jwtVerify(token, key, { ...options, currentDate: new Date(now() * 1000) }).catch(
        () => undefined,
      );
      const { sub, iat } = verified?.payload ?? {};
      return sub !== undefined && iat !== undefined && (await accepts(sub, iat)) ? sub : undefined;
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
