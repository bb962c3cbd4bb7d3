import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../components/note';
import { PushErrors } from '../../components/push/errors';
import { obstaclesOf } from '../../components/push/problems';
import { PushStartForm } from '../../components/push/start-form';
import { useErrorText } from '../../components/use-format';
import type { JobId } from '../../lib/core/ids';
import { FilesChoice } from './files-choice';

type Props = Omit<ComponentProps<typeof PushStartForm>, 'files'> & {
  company: string | null;
  onUpload: (id: JobId) => void;
};

/** The push window before it is known which product of which store it is for. */
export function StartPart({ company, onUpload, ...form }: Props) {
  const { t } = useTranslation();
  const { stores, choice } = form;
  const store = stores.find(({ id }) => id === choice.store);
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">{t('push.start.title')}</h1>
      <p className="mt-1 mb-6 max-w-2xl text-muted">{t('push.start.text')}</p>
      <div className="mb-4 flex flex-col gap-2">
        {store ? (
          <PushErrors problems={obstaclesOf(company, store, null)} />
        ) : (
          <WhichStore company={company} form={form} />
        )}
      </div>
      <PushStartForm {...form} files={<FilesChoice field={choice.field} onUpload={onUpload} store={store} />} />
    </>
  );
}

type WhichProps = Pick<Props, 'company'> & { form: Pick<Props, 'stores' | 'choice'> };

/** Why the seller has to say which store is meant, where the page of the cabinet did not tell. */
function WhichStore({ company, form: { stores, choice } }: WhichProps) {
  const errorText = useErrorText();
  const known = company !== null && stores.some(({ clientId }) => clientId === company);
  if (known || (company === null && choice.id === '' && choice.rows === '')) return null;
  const { text, hint } = errorText({
    code: company === null ? 'portal.store_unclear' : 'portal.store_unknown',
    params: {},
  });
  return (
    <Note tone="warn">
      <strong className="font-semibold">{text}</strong> {hint}
    </Note>
  );
}
