import type { SandboxRequest } from './request';

export type SecretsSeen = ReturnType<typeof createSecretsSeen>;

// Pictures are not searched: a batch of them would cost more than the test that asks.
const searchableBody = /json|text|xml|form/;

/** Remembers what every request carried, so that a test can ask which hosts a secret has reached. */
export function createSecretsSeen() {
  const carried = new Map<string, Set<string>>();
  return {
    /** Notes address, headers and text body of a request. */
    note(request: SandboxRequest): void {
      const seen = carried.get(request.host) ?? new Set<string>();
      carried.set(request.host, seen);
      seen.add(request.target);
      for (const value of Object.values(request.headers)) seen.add(String(value));
      if (searchableBody.test(request.headers['content-type'] ?? '')) seen.add(request.body.toString());
    },
    /** Hosts to which any request carried the text, plain or percent-encoded, in address, headers or text body. */
    hostsThatSaw(text: string): string[] {
      const forms = [text, encodeURIComponent(text)];
      return [...carried]
        .filter(([, seen]) => [...seen].some((value) => forms.some((form) => value.includes(form))))
        .map(([host]) => host);
    },
  };
}
