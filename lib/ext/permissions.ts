import { browser } from '#imports';
import { AppError } from '../core/app-error';

const origins = (): string[] => browser.runtime.getManifest().host_permissions ?? [];

/** Refuses with `permission.missing` where the browser or the user withholds a host the product cannot work without. */
export async function requireHosts(): Promise<void> {
  if (!(await browser.permissions.contains({ origins: origins() }))) throw new AppError('permission.missing');
}

/**
 * Asks for withheld hosts; call it on a click, or the browser refuses. Asks nothing where all are granted. Firefox may
 * take hosts away at an update, and every browser lets the user do so.
 */
export async function askForHosts(): Promise<void> {
  if (!(await browser.permissions.request({ origins: origins() }))) throw new AppError('permission.missing');
}
