import { z } from 'zod';
import { userIdPattern } from './user-id';

/** One access token and the user it stands for. */
export type AccessToken = { userId: string; token: string };

/** Ends the sentences about API_TOKENS. */
export const tokensExample = 'for example API_TOKENS=anna:<32 or more random characters>';
// Visible ASCII: what an HTTP header carries unchanged. The comma separates entries.
const tokenPattern = /^[\x21-\x7e]{32,512}$/;

function problemOf({ userId, token }: AccessToken): string | undefined {
  if (!userIdPattern.test(userId)) return 'needs a user id of 1 to 64 letters, digits, _ or - before the colon';
  if (!tokenPattern.test(token)) return 'needs a token of 32 to 512 visible characters after the colon';
  return undefined;
}

const split = (entry: string): AccessToken => {
  const colon = entry.indexOf(':');
  return { userId: entry.slice(0, Math.max(colon, 0)), token: entry.slice(colon + 1) };
};

/**
 * Schema of `API_TOKENS` (`user_id:token`, comma-separated). A user may hold several tokens, so that one can be
 * replaced without a gap; the same token twice is refused. Problems name the entry by its place, not by its text.
 */
export const accessTokens = z
  .string({ error: `API_TOKENS is not set; ${tokensExample}` })
  .transform((text, context) => {
    const entries = text.split(',').map((entry) => split(entry.trim()));
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const problem =
        problemOf(entry) ?? (seen.has(entry.token) ? 'repeats the token of an entry before it' : undefined);
      seen.add(entry.token);
      if (problem)
        context.addIssue({ code: 'custom', message: `API_TOKENS entry ${index + 1} ${problem}; ${tokensExample}` });
    }
    return entries;
  });
