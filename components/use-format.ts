import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../lib/core/app-error';

/** Numbers and times as the language of the page writes them. Times are ms since 1970, durations seconds. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const date = (options: Intl.DateTimeFormatOptions) => (time: number) =>
    new Intl.DateTimeFormat(locale, options).format(time);

  function duration(seconds: number): string {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 60) return t('time.seconds', { count: whole });
    const minutes = Math.round(whole / 60);
    if (minutes < 60) return t('time.minutes', { count: minutes });
    const hours = t('time.hours', { count: Math.floor(minutes / 60) });
    if (minutes % 60 === 0) return hours;
    return t('time.hoursMinutes', { hours, minutes: t('time.minutes', { count: minutes % 60 }) });
  }

  return {
    dateTime: date({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
    day: date({ day: 'numeric', month: 'long', year: 'numeric' }),
    clock: date({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    number: (value: number, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    duration,
  };
}

/** The sentence of an error and what to do next. */
export const errorTextOf = (t: TFunction, { code, params }: ErrorShape) => ({
  text: t(`errors.${code}.text`, params),
  hint: t(`errors.${code}.hint`, params),
});

/** `errorTextOf` in the language of the page. */
export function useErrorText() {
  const { t } = useTranslation();
  return (error: ErrorShape) => errorTextOf(t, error);
}
