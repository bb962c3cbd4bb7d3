const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** A PNG of one pixel, written by the check of the way to storage. */
export const probeImage: Uint8Array<ArrayBuffer> = Uint8Array.from(atob(base64), (character) =>
  character.charCodeAt(0),
);
