import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArticleColumn, ArticleFile } from '../lib/core/article-file';
import { buttonClass } from './button';
import { Message } from './message';
import { SelectField } from './select-field';
import type { useArticleFile } from './use-article-file';

const kinds =
  '.txt,.csv,.tsv,.xlsx,text/plain,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Takes the list from a file; asks for the column where nothing tells it. */
export function ArticleFileField({ opened, status, busy, open }: ReturnType<typeof useArticleFile>) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <input
          accept={kinds}
          aria-describedby={`${id}-kinds`}
          className="peer sr-only"
          data-testid="articles-file"
          disabled={busy}
          id={id}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void open(file);
            // The same file, put right meanwhile, may be chosen again.
            target.value = '';
          }}
          type="file"
        />
        <label className={`cursor-pointer peer-focus-visible:outline-2 ${buttonClass({ size: 'small' })}`} htmlFor={id}>
          {t('articles.file.choose')}
        </label>
        <span className="text-muted text-xs" id={`${id}-kinds`}>
          {t('articles.file.kinds')}
        </span>
      </div>
      {opened ? (
        <Opened file={opened.file} onColumn={(column) => void open(opened.file, column)} read={opened.read} />
      ) : null}
      <Message status={status} testId="articles-file-message" />
    </div>
  );
}

type OpenedProps = { file: File; read: ArticleFile; onColumn: (index: number) => void };

function Opened({ file, read, onColumn }: OpenedProps) {
  const { t } = useTranslation();
  const { name } = file;
  const { chosen, columns, sheet } = read;
  const done = sheet === null ? t('articles.file.read', { name }) : t('articles.file.readSheet', { name, sheet });
  return (
    <div className="mt-2 flex flex-col gap-2">
      <p className="text-[13px] text-muted [overflow-wrap:anywhere]" role="status">
        {chosen === null ? t('articles.file.asked', { name }) : done}
      </p>
      {columns.length > 1 ? <Columns chosen={chosen} columns={columns} onColumn={onColumn} /> : null}
    </div>
  );
}

type ColumnsProps = { columns: ArticleColumn[]; chosen: number | null; onColumn: (index: number) => void };

function Columns({ columns, chosen, onColumn }: ColumnsProps) {
  const { t } = useTranslation();
  const options = columns.map(({ index, label, samples }) => ({
    value: String(index),
    label: t('articles.file.option', {
      label: label || t('articles.file.unnamed', { number: index + 1 }),
      samples: samples.join(', '),
    }),
  }));
  return (
    <SelectField
      label={t('articles.file.column')}
      onChange={(value) => value !== '' && onColumn(Number(value))}
      options={chosen === null ? [{ value: '', label: t('articles.file.ask') }, ...options] : options}
      testId="articles-column"
      value={chosen === null ? '' : String(chosen)}
    />
  );
}
