import { useState } from 'react';
import { type ListedPush, type ListedView, listedView } from '../../components/push/many';
import { addressesToCheck } from '../../components/push/problems';
import { draftSet, editDraft } from '../../lib/core/push-draft';
import { useLeaveGuard } from '../../lib/ext/hooks/use-leave-guard';
import { usePictureFindings } from '../../lib/ext/hooks/use-picture-findings';

const newAddresses = ({ target, draft }: ListedPush) =>
  addressesToCheck(target.current, draftSet(draft, target.current));

/** The drafts of a list of products, what is to be said about each, and the ways to change them. */
export function useManyPush(start: ListedPush[]) {
  const [listed, setListed] = useState(start);
  const views = useViews(listed);
  useLeaveGuard(true);

  const change = (productId: string, changes: (one: ListedPush) => Partial<ListedPush>) =>
    setListed((all) => all.map((one) => (one.target.productId === productId ? { ...one, ...changes(one) } : one)));

  /** What the row of a product can ask for. */
  const editsOf = ({ target: { productId, current } }: ListedView) => ({
    onDrop360: () => change(productId, () => ({ images360: [] })),
    onEdit: (edit: Parameters<typeof editDraft>[1]) =>
      change(productId, (one) => ({ draft: editDraft(one.draft, edit, current) })),
    onSkip: (skipped: boolean) => change(productId, () => ({ skipped })),
    onTyped: (typed: string) => change(productId, () => ({ typed })),
  });

  const inState = (state: ListedView['state']) => views.filter((view) => view.state === state);
  return { listed, setListed, views, editsOf, inState };
}

function useViews(listed: ListedPush[]): ListedView[] {
  const findings = usePictureFindings(listed.flatMap(newAddresses));
  return listed.map((one) => listedView(one, findings));
}
