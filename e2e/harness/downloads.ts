import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import type { Stage } from './stage';

/** Makes the browser of a stage that saves by itself do so into a folder of its profile; started anew, a page opened. */
export async function saveIntoFolder(stage: Stage): Promise<{ folder: string; page: Page }> {
  const folder = await mkdtemp(join(stage.profile, 'saved-'));
  return { folder, page: await restartSaving(stage, folder, false) };
}

/** The browser closed and started again with the folder and whether it asks as given; a page opened in it. */
export async function restartSaving(stage: Stage, folder: string, asks: boolean): Promise<Page> {
  await stage.browser.close();
  const file = join(stage.profile, 'Default', 'Preferences');
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  preferences.download = { ...preferences.download, default_directory: folder, prompt_for_download: asks };
  await writeFile(file, JSON.stringify(preferences));
  await stage.relaunch();
  return stage.browser.open('popup.html');
}

/** Takes everything out of a folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
}

/** Files below a folder by their path in it, with `/` between; unfinished downloads too. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const read = entries.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(folder, path).replaceAll('\\', '/'), await readFile(path)] as const;
  });
  return new Map(await Promise.all(read));
}

/** Archives left in the extension's private file system, by name. */
export const archivesLeft = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    // Made by the first archive.
    const folder = await root.getDirectoryHandle('archives', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
