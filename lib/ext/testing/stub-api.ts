import { onTestFinished } from 'vitest';

/** Replaces parts of a browser API until the test ends: all test files share one fake browser. */
export function stubApi(api: object, parts: object): void {
  const before = Object.keys(parts).map((key) => [key, Object.getOwnPropertyDescriptor(api, key)] as const);
  Object.assign(api, parts);
  onTestFinished(() => {
    for (const [key, descriptor] of before)
      if (descriptor) Object.defineProperty(api, key, descriptor);
      else Reflect.deleteProperty(api, key);
  });
}
