import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';
import { daysUntil, expiryWarningDays, type Store } from '../lib/core/store';
import { Icon } from './icons';
import { Note } from './note';
import { useErrorText, useFormat } from './use-format';

/** What the last check of a store's key found; warns 14 days before its end (product.md A2). */
export function StoreHealth({ store, now }: { store: Store; now: number }) {
  const { t } = useTranslation();
  const { check, checkError } = store;
  if (checkError) return <Problem error={checkError} />;
  if (!check) return <p className="mt-1 text-[13px] text-muted">{t('stores.notChecked')}</p>;
  return (
    <>
      <p className="mt-1 flex gap-x-1.5 text-[13px]">
        <Icon className="mt-0.5 size-4 text-ok" name="store" />
        <span>{check.company}</span>
      </p>
      {check.missingMethods.length > 0 ? <Problem error={{ code: 'ozon.key_missing_role', params: {} }} /> : null}
      {check.expiresAt === null ? null : <Expiry expiresAt={check.expiresAt} now={now} />}
    </>
  );
}

function Problem({ error }: { error: ErrorShape }) {
  const { text, hint } = useErrorText()(error);
  return (
    <div className="mt-2">
      <Note tone="bad">
        <strong className="font-semibold">{text}</strong> {hint}
      </Note>
    </div>
  );
}

function Expiry({ expiresAt, now }: { expiresAt: number; now: number }) {
  const { t } = useTranslation();
  const date = useFormat().day(expiresAt);
  const days = daysUntil(expiresAt, now);
  if (days >= expiryWarningDays) return <p className="text-[13px] text-muted">{t('stores.validUntil', { date })}</p>;
  const text =
    days < 0
      ? t('stores.expired', { date })
      : days === 0
        ? t('stores.expiresToday')
        : t('stores.expires', { count: days, date });
  return (
    <div className="mt-2">
      <Note tone={days < 0 ? 'bad' : 'warn'}>{text}</Note>
    </div>
  );
}
