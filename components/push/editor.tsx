import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftEdit } from '../../lib/core/push-draft';
import { PushAdd } from './add';
import { PushColour } from './colour';
import { PushCurrent } from './current';
import { PushGrid } from './grid';
import { PushHow } from './how';
import type { PushView } from './view';

export type PushEditorProps = {
  view: PushView;
  /** Typed into the field for addresses, and not added yet. */
  typed: string;
  onTyped: (text: string) => void;
  onEdit: (edit: DraftEdit) => void;
  /** A push is under way: everything is shown, nothing can be changed. */
  locked: boolean;
};

/** The old row above the new one, and everything that can be done to the new one. */
export function PushEditor({ view, typed, onTyped, onEdit, locked }: PushEditorProps) {
  const { t } = useTranslation();
  const { current, draft, problems } = view;
  const { said, edit, area } = useSpokenEdits(view, onEdit);
  return (
    <>
      <PushCurrent view={view} />
      <section aria-label={t('push.next')} className="mt-6" inert={locked} ref={area}>
        <PushHow onEdit={edit} view={view} />
        <PushGrid onEdit={edit} view={view} />
        <PushAdd onAdd={(urls) => edit({ type: 'add', urls })} onTyped={onTyped} typed={typed} />
        <PushColour
          colour={draft.colour}
          current={current.colour}
          onColour={(url) => edit({ type: 'colour', url })}
          problems={problems.filter(({ field }) => field === 'color_image')}
        />
        <p aria-live="polite" className="sr-only" role="status">
          {said}
        </p>
      </section>
    </>
  );
}

/** Says what an edit did, and keeps the keyboard where the removed picture was. */
function useSpokenEdits({ placed }: PushView, onEdit: (edit: DraftEdit) => void) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const area = useRef<HTMLElement>(null);

  function textOf(edit: DraftEdit): string {
    if (edit.type === 'move')
      return edit.to === 0 ? t('push.said.main') : t('push.said.moved', { place: edit.to + 1, total: placed.length });
    if (edit.type === 'remove') return t('push.said.removed', { count: placed.length - 1 });
    if (edit.type === 'add') return t('push.said.added', { count: edit.urls.length });
    return '';
  }

  function edit(edited: DraftEdit) {
    const at = edited.type === 'remove' ? placed.findIndex(({ key }) => key === edited.key) : -1;
    onEdit(edited);
    setSaid(textOf(edited));
    if (at < 0) return;
    // After the next frame, when the picture is gone from the page.
    requestAnimationFrame(() => {
      const left = [...(area.current?.querySelectorAll<HTMLElement>('[data-testid="push-remove"]') ?? [])];
      const next = left[Math.min(at, left.length - 1)] ?? area.current?.querySelector('textarea');
      next?.focus();
    });
  }

  return { said, edit, area };
}
