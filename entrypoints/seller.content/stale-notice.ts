import { makeElement } from './make-element';
import type { OwnHosts } from './own-hosts';
import type { Texts } from './texts';

/** One line in the place of everything else, after the extension was updated under an open page; a click removes it. */
export function showStaleNotice(hosts: OwnHosts, texts: Texts): void {
  const { host, shadow } = hosts.make('oib-launcher');
  const line = makeElement(
    'p',
    { role: 'status', class: 'beside', 'data-testid': 'reload-notice' },
    texts.label('reload'),
  );
  shadow.append(line);
  host.addEventListener('click', () => host.remove());
  document.documentElement.append(host);
}
