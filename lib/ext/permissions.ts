import { browser } from '#imports';
import { AppError } from '../core/app-error';

/** Stores that reach Ozon through the companion need no way of the browser's own to it. */
type Needs = { ozonApi?: boolean };

const ozonApiOrigin = 'https://api-seller.ozon.ru/*';

const origins = ({ ozonApi = true }: Needs): string[] =>
  (browser.runtime.getManifest().host_permissions ?? []).filter(
    (origin: string) => ozonApi || origin !== ozonApiOrigin,
  );

/** Refuses with `permission.missing` where the browser or the user withholds a host the product cannot work without. */
export async function requireHosts(needs: Needs = {}): Promise<void> {
  if (!(await browser.permissions.contains({ origins: origins(needs) }))) throw new AppError('permission.missing');
}

/**
 * Asks for withheld hosts; call it on a click, or the browser refuses. Asks nothing where all are granted. Firefox may
 * take hosts away at an update, and every browser lets the user do so.
 */
export async function askForHosts(needs: Needs = {}): Promise<void> {
  if (!(await browser.permissions.request({ origins: origins(needs) }))) throw new AppError('permission.missing');
}
