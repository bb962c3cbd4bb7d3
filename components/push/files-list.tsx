import { useTranslation } from 'react-i18next';
import { Icon } from '../icons';
import { badgeClass } from '../status-badge';
import { useErrorText } from '../use-format';
import { type FilesProblem, type FilesRow, rangesOf } from './files-view';

const badges = {
  checking: 'bg-sunken text-muted',
  unknown: 'bg-bad-soft text-bad',
  blocked: 'bg-bad-soft text-bad',
  ready: 'bg-ok-soft text-ok',
} as const;

/** What was found for each article, one line each, with all that speaks against it. */
export function PushFilesList({ rows }: { rows: FilesRow[] }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {rows.map((row) => (
        <FilesLine key={row.group.article} row={row} />
      ))}
    </ul>
  );
}

function FilesLine({ row: { group, product, state, problems } }: { row: FilesRow }) {
  const { t } = useTranslation();
  const { article, pictures, gaps, clashes } = group;
  return (
    <li
      className="px-3 py-2.5"
      data-article={article}
      data-count={pictures.length}
      data-state={state}
      data-testid="push-files-row"
    >
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 font-medium [overflow-wrap:anywhere]">{article}</p>
        <span className={`${badgeClass} ${badges[state]}`}>{t(`push.files.state.${state}`)}</span>
      </div>
      <p className="text-[13px] text-muted [overflow-wrap:anywhere]">
        <span className="whitespace-nowrap tabular-nums">{t('push.pictures', { count: pictures.length })}</span>
        {product?.name ? ` · ${product.name}` : null}
      </p>
      <ul className="mt-1 flex flex-col gap-1 empty:hidden">
        {clashes.length > 0 ? (
          <Remark level="block" text={t('push.files.clashes', { numbers: rangesOf(clashes) })} />
        ) : null}
        {problems.map((problem) => (
          <Problem key={`${problem.level} ${JSON.stringify(problem.reason)}`} problem={problem} />
        ))}
        {gaps.length > 0 ? <Remark level="note" text={t('push.files.gaps', { numbers: rangesOf(gaps) })} /> : null}
      </ul>
    </li>
  );
}

/** Enough to find the files by. */
const mostNames = 5;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function Problem({ problem: { reason, level, paths } }: { problem: FilesProblem }) {
  const { t } = useTranslation();
  const { text, hint } = useErrorText()(reason);
  const more = paths.length > mostNames ? ` ${t('push.files.more', { count: paths.length - mostNames })}` : '';
  const names = paths.slice(0, mostNames).map(nameOf).join(', ');
  return (
    <Remark code={reason.code} level={level} names={`${names}${more}`} text={text}>
      {level === 'block' ? hint : ''}
    </Remark>
  );
}

const tones = { block: 'text-bad', warn: 'text-warn', note: 'text-muted' } as const;

type RemarkProps = { level: FilesProblem['level']; text: string; names?: string; code?: string; children?: string };

function Remark({ level, text, names = '', code, children }: RemarkProps) {
  return (
    <li
      className="flex gap-1.5 text-xs leading-snug"
      data-level={level}
      data-reason={code}
      data-testid="push-files-remark"
    >
      <Icon className={`mt-px size-3.5 ${tones[level]}`} name="alert" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className={`font-medium ${tones[level]}`}>{text}</span>{' '}
        <span className="text-muted">
          {children} {names}
        </span>
      </span>
    </li>
  );
}
