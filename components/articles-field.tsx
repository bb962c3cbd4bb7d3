import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxArticleLength } from '../lib/core/article';
import { type ArticlesSummary, firstLinesOf, isLong, summarise } from './articles-summary';
import { LongList } from './long-list';
import { controlClass } from './text-field';
import { useFormat } from './use-format';

/** Counting waits for a pause in typing, so that a list of 100 000 lines does not slow the keyboard. */
const countDelayMs = 120;
const namedLines = 5;

type Props = {
  /** Shown at first; the input then keeps its text itself, so that typing does not redraw a long list. */
  initialText: string;
  invalid: boolean;
  onText: (text: string) => void;
};

/** The list of articles with a live count and what was left out of it. */
export function ArticlesField({ initialText, invalid, onText }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [summary, setSummary] = useState(() => summarise(initialText));
  const [text, setText] = useState({ start: initialText, long: isLong(initialText) });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function change(changed: string) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSummary(summarise(changed)), countDelayMs);
    if (text.long || isLong(changed)) setText({ start: changed, long: isLong(changed) });
    onText(changed);
  }

  /** A long paste never enters the input: laying it out is what takes seconds. */
  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const pasted = event.clipboardData.getData('text');
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const whole = text.long
      ? `${text.start.trimEnd()}\n${pasted}`
      : `${value.slice(0, selectionStart)}${pasted}${value.slice(selectionEnd)}`;
    if (!isLong(whole)) return;
    event.preventDefault();
    change(whole);
  }

  return (
    <div>
      <label className="mb-1 block font-medium text-[13px]" htmlFor={id}>
        {t('articles.label')}
      </label>
      <textarea
        aria-describedby={`${id}-notes`}
        aria-invalid={invalid || summary.longLines.length > 0 ? true : undefined}
        autoCapitalize="off"
        autoComplete="off"
        className={`${controlClass} block h-32 resize-y overflow-auto whitespace-pre font-mono text-[13px] placeholder:whitespace-normal placeholder:font-sans`}
        data-testid="articles-input"
        defaultValue={text.long ? firstLinesOf(text.start) : text.start}
        id={id}
        // A list that became long, or short again, is another input: nothing of the old one is laid out.
        key={text.long ? `long-${text.start.length}` : 'short'}
        onChange={(event) => change(event.target.value)}
        onPaste={paste}
        readOnly={text.long}
        placeholder={t('articles.placeholder')}
        spellCheck={false}
        wrap="off"
      />
      <div id={`${id}-notes`}>
        <Count summary={summary} />
        {text.long ? <LongList onClear={() => change('')} /> : null}
        <LongLines lines={summary.longLines} />
      </div>
    </div>
  );
}

function Count({ summary }: { summary: ArticlesSummary }) {
  const { t } = useTranslation();
  const { count, empty, repeated } = summary;
  const parts = [t('articles.count', { count })];
  if (empty > 0) parts.push(t('articles.empty', { count: empty }));
  if (repeated > 0) parts.push(t('articles.repeated', { count: repeated }));
  return (
    <p
      aria-live="polite"
      className="mt-1 text-muted text-xs tabular-nums"
      data-count={count}
      data-dropped={empty + repeated}
      data-testid="articles-count"
    >
      {parts.join(' · ')}
    </p>
  );
}

function LongLines({ lines }: { lines: number[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (lines.length === 0) return null;
  const named = lines
    .slice(0, namedLines)
    .map((line) => number(line))
    .join(', ');
  const more = lines.length - namedLines;
  const text = more > 0 ? t('articles.moreLines', { lines: named, more }) : named;
  return (
    <p className="mt-1 text-bad text-xs">
      {t('articles.long', { count: lines.length, lines: text, max: maxArticleLength })}
    </p>
  );
}
