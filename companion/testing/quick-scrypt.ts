import { scryptAsync as full } from '@noble/hashes/scrypt.js';

/**
 * scrypt at almost none of its cost, for tests of what is around it: takes the place of the real one in a bundle, and
 * agrees with itself alone.
 */
export const scryptAsync: typeof full = (password, salt, options) => full(password, salt, { ...options, N: 16 });
