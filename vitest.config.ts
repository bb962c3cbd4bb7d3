import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

/** Files of a minute and more, the longest first. */
const long = [
  ...['no-debugger', 'push-survival', 'faults', 'disk', 'disk-survival', 'push-window', 'portal', 'survival'],
  ...['bad-input', 'two-stores', 'sources', 'portal-hostile', 'portal-actions', 'bulk-download', 'again'],
];

/** Starts with the longest files, which mostly wait: last, one would hold everybody up alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = long.findIndex((name) => moduleId.endsWith(`/${name}.e2e.ts`));
      return found < 0 ? long.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/** `unit` and `contract` run in seconds; `e2e` drives the production build in Chromium. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [WxtVitest()],
        test: {
          name: 'unit',
          include: ['{entrypoints,lib,components,locales,docs,scripts}/**/*.test.{ts,tsx}'],
          environment: 'node',
          // One load of the modules for all files takes a tenth of the time; no test leaves anything behind it.
          isolate: false,
          restoreMocks: true,
          maxWorkers: 3,
          // Time in most of these is not real; a busy machine may still need some.
          testTimeout: 20_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['{companion,sandbox}/**/*.test.ts'],
          environment: 'node',
          isolate: false,
          maxWorkers: 3,
          // Real runtimes and real passwords: up to 12 s a test beside other work that takes both cores.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          environment: 'node',
          // Playwright would copy every body a worker sends or gets to its own side.
          env: { PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK: '1' },
          isolate: false,
          // Bounds for a machine twice as slow: nothing that works comes near them.
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          // Four browsers on two cores: tests mostly wait, the longest of them for two minutes.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      // A second storage's view of what we sign, by `npm run test:radosgw` only: it takes programs not everybody has.
      ...(process.env.JUDGE === 'radosgw'
        ? [
            {
              test: {
                name: 'judge',
                include: ['companion/**/*.judge.ts'],
                environment: 'node' as const,
                testTimeout: 60_000,
                hookTimeout: 120_000,
              },
            },
          ]
        : []),
    ],
  },
});
