/** scrypt as the runtime has it. */
export type Scrypt = (
  password: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  parameters: { N: number; r: number; p: number; dkLen: number },
) => Promise<Uint8Array>;

/** 32 MiB, three times over: one of OWASP's settings for scrypt, and one that fits into a Worker's 128 MB. */
const current = { ln: 15, r: 8, p: 3 };
const dkLen = 32;

const format = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)$/;

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
// Keyboards write the same letter in more than one way.
const textBytes = (password: string) => new TextEncoder().encode(password.normalize('NFKC'));

function same(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/** A password as it is kept: `$scrypt$ln=…,r=…,p=…$salt$hash`, so that the parameters can rise later. */
export async function hashPassword(password: string, scrypt: Scrypt): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { ln, r, p } = current;
  const hash = await scrypt(textBytes(password), salt, { N: 2 ** ln, r, p, dkLen });
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
}

/** What an unknown user's password is compared with, so that the answer takes the same time. Fits no password. */
const nobody = `$scrypt$ln=${current.ln},r=${current.r},p=${current.p}$${base64(new Uint8Array(16))}$${base64(new Uint8Array(dkLen))}`;

/** Whether a password is the one that was kept; `undefined` (no such user) takes as long and is never right. */
export async function isPassword(password: string, kept: string | undefined, scrypt: Scrypt): Promise<boolean> {
  const [, ln = '', r = '', p = '', salt = '', hash = ''] = format.exec(kept ?? nobody) ?? [];
  if (hash === '') return false;
  const found = await scrypt(textBytes(password), bytesOf(salt), {
    N: 2 ** Number(ln),
    r: Number(r),
    p: Number(p),
    dkLen,
  });
  return same(found, bytesOf(hash)) && kept !== undefined;
}
