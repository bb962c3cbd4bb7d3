import { useTranslation } from 'react-i18next';

/** Sign and name of the product; a compact one leaves out the name on narrow pages. */
export function Brand({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="flex items-center gap-2 whitespace-nowrap font-semibold text-[15px] max-[319px]:text-[13px]">
      <img alt="" className="size-6" height="24" src="/icon.svg" width="24" />
      <span className={compact ? 'max-[430px]:sr-only' : ''}>{t('app.name')}</span>
    </span>
  );
}
