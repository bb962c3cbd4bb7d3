import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushProblem } from '../../lib/core/push';
import type { DraftEdit } from '../../lib/core/push-draft';
import { Button } from '../button';
import { SwitchField } from '../switch-field';
import { PushEditor } from './editor';
import { PushErrors } from './errors';
import { PushHeader } from './header';
import type { ListedView } from './many';
import { PushStrip } from './strip';
import { usePushTexts } from './use-push-texts';

export type ListedEdit = {
  onEdit: (edit: DraftEdit) => void;
  onTyped: (text: string) => void;
  onSkip: (skipped: boolean) => void;
  onDrop360: () => void;
};

type Props = ListedEdit & { listed: ListedView; storeName: string; locked: boolean };

/** One product of the list: old and new set, what speaks against it, and a way to arrange it here. */
export function PushListRow(props: Props) {
  const { t } = useTranslation();
  const { listed, storeName, locked, onSkip } = props;
  const [open, setOpen] = useState(false);
  const { target, state } = listed;
  return (
    <li
      className={`rounded-xl border bg-surface p-4 ${state === 'blocked' ? 'border-bad' : 'border-line'}`}
      data-product-id={target.productId}
      data-state={state}
      data-testid="push-product"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PushHeader level="h3" product={target} storeName={storeName} />
        <div className="flex flex-wrap items-center gap-x-4" inert={locked}>
          <SwitchField checked={listed.skipped} label={t('push.many.skip')} onChange={onSkip} testId="push-skip" />
          {listed.skipped ? null : (
            <Button aria-expanded={open} onClick={() => setOpen(!open)} size="small" testId="push-arrange">
              {t(open ? 'push.many.close' : 'push.many.arrange')}
            </Button>
          )}
        </div>
      </div>
      {listed.skipped ? null : open ? <Arrange {...props} /> : <Overview {...props} />}
      {listed.skipped || listed.images360.length === 0 ? null : <Refused360 {...props} />}
    </li>
  );
}

function Arrange({ listed: { view, typed }, onEdit, onTyped, locked }: Props) {
  return <PushEditor locked={locked} onEdit={onEdit} onTyped={onTyped} typed={typed} view={view} />;
}

function Overview({ listed: { view } }: Props) {
  const { t } = useTranslation();
  const texts = usePushTexts();
  const { current, next, change, problems } = view;
  const refused = new Set(problems.flatMap(({ level, url }) => (level === 'block' && url !== null ? [url] : [])));
  return (
    <div className="mt-3 flex flex-col gap-3">
      <div>
        <p className="mb-1 text-[13px] text-muted tabular-nums">
          {t('push.now')}: {texts.pictures(current)}
        </p>
        <PushStrip
          label={t('push.now')}
          marked={{ urls: change.removed, tone: 'removed' }}
          set={current}
          testId="push-current-image"
        />
      </div>
      <div>
        <p className="mb-1 text-[13px] text-muted tabular-nums">
          {t('push.next')}: {texts.pictures(next)}
        </p>
        <PushStrip
          label={t('push.next')}
          marked={{ urls: change.added, tone: 'added' }}
          refused={refused}
          set={next}
          testId="push-new-image"
        />
      </div>
      <p className="font-medium text-[13px]">{texts.change(view)}</p>
      <PushErrors named problems={problems.filter(isShown)} />
    </div>
  );
}

/** 360° pictures have a place of their own, and that nothing changes is said in words already. */
const isShown = ({ field, reason }: PushProblem) => field !== 'images360' && reason.code !== 'push.same_set';

function Refused360({ listed: { view }, onDrop360 }: Props) {
  const { t } = useTranslation();
  return (
    <div className="mt-3">
      <PushErrors problems={view.problems.filter(({ field }) => field === 'images360')}>
        <Button onClick={onDrop360} size="small" testId="push-drop-360">
          {t('push.many.drop360')}
        </Button>
      </PushErrors>
    </div>
  );
}
