// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { createOwnHosts } from './own-hosts';

afterEach(() => document.body.replaceChildren());

const tags = () => [...document.querySelectorAll('oib-actions, oib-launcher')];

it('sweeps copies and what an older script left behind, wherever they are, and nothing of its own', () => {
  const [older, hosts] = [createOwnHosts(), createOwnHosts()];
  const [mine, launcher] = [hosts.make('oib-actions').host, hosts.make('oib-launcher').host];
  const others = [older.make('oib-launcher').host, mine.cloneNode(true), document.createElement('oib-actions')];
  document.body.append(mine, launcher, ...others);
  hosts.sweep(document);
  expect(tags()).toEqual([mine, launcher]);
  hosts.clear(document);
  expect(tags()).toEqual([]);
});

it('keeps presses on what it holds from the page', () => {
  const { host, shadow } = createOwnHosts().make('oib-actions');
  const heard: string[] = [];
  const button = document.createElement('button');
  shadow.append(button);
  document.body.append(host);
  for (const type of ['click', 'pointerdown', 'keydown']) {
    document.body.addEventListener(type, ({ type: name }) => heard.push(name));
    button.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }
  expect(heard).toEqual([]);
});
