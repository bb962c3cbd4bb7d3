import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rooms = [
  'bench',
  'companion',
  'components',
  'docs',
  'e2e',
  'entrypoints',
  'lib',
  'locales',
  'sandbox',
  'scripts',
];

const below = (folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    : [];

const files = rooms.flatMap(below).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const isTest = (path: string) => /\.(?:test|e2e)\.tsx?$|-contract\.ts$|\/testing\//.test(path);

/** Modules a file names, our own ones as paths from the root. */
const importsOf = ({ path, text }: { path: string; text: string }) =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .map((name) => (name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), name)) : name));

/**
 * What a folder may import beside itself; the table of architecture.md §1. A longer path goes before a shorter one.
 * `scripts` and `bench` start things and may name all; nothing may name them.
 */
const arrows: [folder: string, allowed: string[]][] = [
  ['entrypoints/seller.content/', ['components/', 'lib/core/', 'lib/ext/messages', 'locales/portal/']],
  ['entrypoints/', ['components/', 'lib/core/', 'lib/ext/']],
  ['components/', ['lib/core/']],
  ['lib/core/', []],
  ['lib/net/', ['lib/core/']],
  ['lib/ozon/', ['lib/core/', 'lib/net/']],
  ['lib/storage/', ['lib/core/', 'lib/net/']],
  ['lib/queue/', ['lib/core/']],
  ['lib/vault/', ['lib/core/']],
  ['lib/pipeline/', ['lib/core/', 'lib/net/', 'lib/ozon/', 'lib/storage/', 'lib/queue/']],
  ['lib/ext/', ['lib/', 'locales/']],
  // Its tests run against the stand-ins.
  [
    'companion/testing/',
    ['companion/', 'sandbox/', 'lib/core/', 'lib/net/', 'lib/ozon/', 'lib/storage/', 'lib/pipeline/'],
  ],
  ['companion/', ['lib/core/', 'lib/net/', 'lib/ozon/', 'lib/storage/', 'lib/queue/', 'lib/pipeline/', 'lib/vault/']],
  ['sandbox/', ['lib/core/']],
  // Named one by one: tests start the companion and Chromium and read what the product promises, but not its inside.
  [
    'e2e/',
    ['sandbox/', 'companion/start', 'scripts/chromium', 'lib/core/', 'lib/ext/messages', 'lib/queue/adaptive-limit'],
  ],
  ['locales/', ['lib/core/']],
];

const isOurs = (module: string) => rooms.some((room) => module.startsWith(`${room}/`));
const inSharedLib = (path: string) => path.startsWith('lib/') && !path.startsWith('lib/ext/');

describe('rooms', () => {
  it('has files in every room it speaks of', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(importsOf).filter(isOurs).length).toBeGreaterThan(100);
  });

  it('has no import against the arrows', () => {
    const wrong = files.flatMap((file) => {
      const [folder, allowed] = arrows.find(([prefix]) => file.path.startsWith(prefix)) ?? ['', ['']];
      return importsOf(file)
        .filter((module) => isOurs(module) && ![folder, ...allowed].some((prefix) => module.startsWith(prefix)))
        .map((module) => `${file.path} → ${module}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the shared library free of browser, database, pages and Node', () => {
    const wrong = files
      .filter(({ path }) => inSharedLib(path) && !isTest(path))
      .flatMap((file) =>
        importsOf(file)
          .filter((module) => !isOurs(module))
          .map((module) => `${file.path} → ${module}`),
      );
    const kept = / → (?:zod|p-limit|p-queue|p-throttle|ipaddr\.js|image-dimensions|client-zip)$/;
    expect(wrong.filter((arrow) => !kept.test(arrow))).toEqual([]);
  });

  it('uses no global of a browser page or an extension in the shared library', () => {
    const forbidden = new Set([
      'browser',
      'chrome',
      'document',
      'window',
      'localStorage',
      'navigator',
      'process',
      'Buffer',
    ]);
    const found: string[] = [];
    for (const { path, text } of files) {
      if (!inSharedLib(path) || isTest(path)) continue;
      const visit = (node: ts.Node): void => {
        const isMember = ts.isPropertyAccessExpression(node.parent ?? node) && node.parent.getChildAt(0) !== node;
        if (ts.isIdentifier(node) && forbidden.has(node.text) && !isMember) found.push(`${path}: ${node.text}`);
        ts.forEachChild(node, visit);
      };
      ts.forEachChild(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true), visit);
    }
    expect(found).toEqual([]);
  });

  it('reads components from props: no database, no messages', () => {
    const wrong = files.filter(
      (file) =>
        file.path.startsWith('components/') && importsOf(file).some((module) => /^(?:#imports|dexie|wxt)/.test(module)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('names', () => {
  it('calls no file by a word that says nothing', () => {
    const empty = /(?:^|[/.-])(?:utils?|helpers?|manager|service|services|data|info|common|misc|index)(?=[/.-])/;
    // WXT wants this name for a content script with files of its own.
    const fixed = /^entrypoints\/[^/]+\.content\/index\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => empty.test(path) && !fixed.test(path))).toEqual([]);
  });

  it('writes them in kebab-case', () => {
    const kebab = /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*\/)*[a-z0-9]+(?:[.-][a-z0-9]+)*\.(?:d\.)?tsx?$/;
    expect(files.map(({ path }) => path).filter((path) => !kebab.test(path))).toEqual([]);
  });

  it('has no barrels', () => {
    expect(
      files.filter(({ text }) => /^export (?:type )?[*{][^;]*\bfrom '/m.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('sizes', () => {
  const sizes = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
  const over = (limit: number, path: RegExp) =>
    sizes.filter((file) => path.test(file.path) && file.lines > limit).map((file) => `${file.path}: ${file.lines}`);

  it('keeps files short', () => {
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
    expect(over(250, /./)).toEqual([]);
  });

  it('keeps entrypoints thin', () => {
    expect(over(59, /^entrypoints\/(?:[^/]+\.tsx?|[^/]+\/(?:main|index)\.tsx?)$/)).toEqual([]);
  });
});

const manifestPath = join(root, '.output', 'chrome-mv3', 'manifest.json');

describe.skipIf(!existsSync(manifestPath))('manifest of the built extension', () => {
  it('asks for exactly these permissions; docs/permissions.md says why', () => {
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
    const asked = Object.entries(manifest).filter(([key]) =>
      /permissions|web_accessible|externally|security/.test(key),
    );
    expect(Object.fromEntries(asked)).toMatchInlineSnapshot(`
      {
        "host_permissions": [
          "https://seller.ozon.ru/*",
          "https://seller.ozonru.cn/*",
          "https://api-seller.ozon.ru/*",
          "https://*.ozone.ru/*",
          "https://*.ozonru.cn/*",
          "https://*.ozonusercontent.com/*",
          "https://*.r2.cloudflarestorage.com/*",
        ],
        "permissions": [
          "storage",
          "unlimitedStorage",
          "alarms",
          "notifications",
          "downloads",
          "declarativeNetRequestWithHostAccess",
          "offscreen",
          "sidePanel",
        ],
      }
    `);
  });
});
