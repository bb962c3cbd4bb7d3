import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Store } from '../lib/core/store';
import { ConfirmDialog } from './confirm-dialog';
import { IconButton } from './icon-button';
import type { RunAction } from './job-actions';
import type { StoreCommands } from './store-commands';
import { idle } from './use-action';

type Props = { store: Store; commands: StoreCommands; run: RunAction };

/** Asks before deleting a store and says how many jobs go with it (product.md A4). */
export function DeleteStore({ store, commands, run }: Props) {
  const { t } = useTranslation();
  const [jobs, setJobs] = useState(0);
  const [asking, setAsking] = useState(false);

  async function ask() {
    setJobs(await commands.countJobs(store.id));
    setAsking(true);
    return idle;
  }

  return (
    <>
      <IconButton
        icon="trash"
        label={t('stores.deleteName', { name: store.name })}
        onClick={() => void run(t('common.working'), ask)}
        testId="store-delete"
        tone="danger"
      />
      <ConfirmDialog
        onClose={() => setAsking(false)}
        onYes={() => void run(t('common.working'), () => commands.remove(store.id).then(() => idle))}
        open={asking}
        text={jobs === 0 ? t('stores.confirmDelete.noJobs') : t('stores.confirmDelete.jobs', { count: jobs })}
        title={t('stores.confirmDelete.title', { name: store.name })}
        yes={t('common.delete')}
      />
    </>
  );
}
