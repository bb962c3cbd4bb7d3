import { type ClipboardEvent, type DragEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { maxLengthOf } from '../lib/core/article';
import type { ArticleFile, ArticleFileChoice } from '../lib/core/article-file';
import { ArticleFileField } from './article-file-field';
import { type ArticlesSummary, firstLinesOf, isLong } from './articles-summary';
import { LongList } from './long-list';
import { controlClass } from './text-field';
import { type ReadFile, useArticleFile } from './use-article-file';
import { useArticlesText } from './use-articles-text';
import { useFormat } from './use-format';

const namedLines = 5;

type Field = ArticleFileChoice['field'];

type Props = {
  /** Shown at first; the input then keeps its text itself, so that typing does not redraw a long list. */
  initialText: string;
  invalid: boolean;
  field: Field;
  readFile: ReadFile;
  onText: (text: string) => void;
  /** A file told what its articles are. */
  onField: (field: Field) => void;
};

/** The list of articles, typed, pasted or from a file, with a live count and what was left out of it. */
export function ArticlesField({ initialText, invalid, field, readFile, onText, onField }: Props) {
  const { text, summary, change, putFile } = useArticlesText({ initialText, maxLength: maxLengthOf(field), onText });
  const file = useArticleFile({ field, readFile, onRead });

  function onRead({ chosen, columns, text: lines }: ArticleFile) {
    const column = columns.find(({ index }) => index === chosen);
    if (!column) return;
    putFile(lines);
    if (column.field !== null) onField(column.field);
  }

  function drop(event: DragEvent) {
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    // Or the browser would open the file in place of this page.
    event.preventDefault();
    if (!file.busy) void file.open(dropped);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can also be chosen by the button
    <div onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()} onDrop={drop}>
      <ArticlesInput change={change} invalid={invalid} maxLength={maxLengthOf(field)} summary={summary} text={text} />
      <ArticleFileField {...file} />
    </div>
  );
}

type InputProps = Pick<ReturnType<typeof useArticlesText>, 'text' | 'summary' | 'change'> & {
  invalid: boolean;
  maxLength: number;
};

function ArticlesInput({ text, summary, change, invalid, maxLength }: InputProps) {
  const { t } = useTranslation();
  const id = useId();

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
    <>
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
        // A list that became long, or short again, or came from a file, is another input: nothing of the old one is laid out.
        key={text.long ? `long-${text.start.length}` : `short-${text.round}`}
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
        <LongLines lines={summary.longLines} max={maxLength} />
      </div>
    </>
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

function LongLines({ lines, max }: { lines: number[]; max: number }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (lines.length === 0) return null;
  const named = lines
    .slice(0, namedLines)
    .map((line) => number(line))
    .join(', ');
  const more = lines.length - namedLines;
  const text = more > 0 ? t('articles.moreLines', { lines: named, more }) : named;
  return <p className="mt-1 text-bad text-xs">{t('articles.long', { count: lines.length, lines: text, max })}</p>;
}
