import { describeChange, type SetChange } from '../../lib/core/preflight';
import type { PictureSet, PushProblem } from '../../lib/core/push';
import { draftSet, type PlacedPicture, type PushDraft, placedPictures } from '../../lib/core/push-draft';
import { addressesToCheck, type Findings, isBlocked, isSame, problemsOf } from './problems';

/** A new set beside the current one, with all that is to be shown about it. */
export type PushView = {
  current: PictureSet;
  next: PictureSet;
  draft: PushDraft;
  placed: PlacedPicture[];
  change: SetChange;
  problems: PushProblem[];
  /** New addresses nobody has looked at yet. */
  unchecked: string[];
  /** Nothing would change. */
  same: boolean;
  /** There is something to push, and nothing speaks against it. */
  ready: boolean;
};

/** What the push window shows of a card and the draft of its new set. */
export function pushView(current: PictureSet, draft: PushDraft, findings: Findings): PushView {
  const next = draftSet(draft, current);
  const problems = problemsOf(current, next, findings, draft);
  const unchecked = addressesToCheck(current, next).filter((url) => !findings.has(url));
  const same = isSame(problems);
  return {
    current,
    next,
    draft,
    placed: placedPictures(draft, current),
    change: describeChange(current, next),
    problems,
    unchecked,
    same,
    ready: !same && !isBlocked(problems) && unchecked.length === 0,
  };
}
