import { type CompanionAccess, type CompanionClient, itemErrorOf } from './companion-client';

/** Tells one storage from another. Errors: `companion.*`. */
export type Place = {
  /** The storage as it was when last asked for. */
  place: () => Promise<string>;
  /** The storage as it is now: whoever runs the companion may have given it another bucket or public address. */
  placeNow: () => Promise<string>;
};

type Deps = { client: CompanionClient; access: CompanionAccess; userId: string };

/**
 * A storage is the companion, the user, and where the companion signs uploads to and reads from. The last two are seen
 * only in a signed upload, so one is asked for and not used. The signature itself is not kept.
 */
export function createPlace({ client, access, userId }: Deps): Place {
  let known: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const item = { r2_path: `users/${userId}/ozon/place.jpg`, content_type: 'image/jpeg', content_length: 1 };
    const [answer] = await client.presign(access, [item], new AbortController().signal);
    if (!answer || !('upload_url' in answer)) throw itemErrorOf(answer?.code ?? '');
    const { origin, pathname } = new URL(answer.upload_url);
    return digestOf([access.url, userId, origin, pathname, answer.public_url].join('\n'));
  }

  const placeNow = () => {
    const asked = ask();
    known = asked;
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked;
  };
  return { placeNow, place: () => known ?? placeNow() };
}

/** Short enough for a row of every picture; 96 bits never meet by chance. */
async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes.subarray(0, 12)));
}
