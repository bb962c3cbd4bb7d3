import type { PushProblem, PushTarget } from '../../lib/core/push';
import { editDraft, type PushDraft, type PushMode, startDraft } from '../../lib/core/push-draft';
import type { PushRow } from '../../lib/core/push-list';
import { type Findings, isBlocked } from './problems';
import { type PushView, pushView } from './view';

/** One product of a list with the draft of its new set. */
export type ListedPush = {
  target: PushTarget;
  draft: PushDraft;
  /** Typed into its field for addresses, and not added yet. */
  typed: string;
  images360: string[];
  /** Left out of the push. */
  skipped: boolean;
};

/** Products of pasted rows, in their order, lines that lead to one product put together. */
export function listPushes(rows: PushRow[], byId: ReadonlyMap<string, PushTarget>): ListedPush[] {
  const found = new Map<string, { target: PushTarget; urls: string[]; images360: string[] }>();
  for (const { article, urls, images360 } of rows) {
    const target = byId.get(article);
    if (!target) continue;
    const before = found.get(target.productId) ?? { target, urls: [], images360: [] };
    const joined = { target, urls: [...before.urls, ...urls], images360: [...before.images360, ...images360] };
    found.set(target.productId, joined);
  }
  return [...found.values()].map(({ target, urls, images360 }) => ({
    target,
    draft: startDraft(target.current, urls.length > 0 ? { ...target.current, pictures: urls } : target.current),
    typed: '',
    images360,
    skipped: false,
  }));
}

/** All drafts in one mode. */
export const inMode = (listed: ListedPush[], mode: PushMode): ListedPush[] =>
  listed.map((one) => ({ ...one, draft: editDraft(one.draft, { type: 'mode', mode }, one.target.current) }));

export type ListedView = ListedPush & { view: PushView; state: 'ready' | 'same' | 'blocked' | 'checking' | 'skipped' };

/** A product of the list as it is shown, with the 360° pictures it must not have among its problems. */
export function listedView(one: ListedPush, findings: Findings): ListedView {
  const plain = pushView(one.target.current, one.draft, findings);
  const problems = [...plain.problems, ...one.images360.map(refusal)];
  const view = { ...plain, problems, ready: plain.ready && one.images360.length === 0 };
  return { ...one, view, state: stateOf(one, view) };
}

function stateOf({ skipped }: ListedPush, { problems, unchecked, same }: PushView): ListedView['state'] {
  if (skipped) return 'skipped';
  if (isBlocked(problems)) return 'blocked';
  if (same) return 'same';
  return unchecked.length > 0 ? 'checking' : 'ready';
}

const refusal = (url: string, index: number): PushProblem => ({
  field: 'images360',
  index,
  url,
  reason: { code: 'push.images360_gone', params: {} },
  level: 'block',
});
