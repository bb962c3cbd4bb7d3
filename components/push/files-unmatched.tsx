import { useTranslation } from 'react-i18next';
import type { MatchedPictures, UnmatchedReason } from '../../lib/core/match-pictures';
import { Note } from '../note';

const reasons: UnmatchedReason[] = ['no_number', 'wrong_type', 'not_picture'];

/** More would not be read. */
const mostShown = 200;

/** Files that belong to no article, by the reason. */
export function PushFilesUnmatched({ unmatched }: Pick<MatchedPictures, 'unmatched'>) {
  const { t } = useTranslation();
  if (unmatched.length === 0) return null;
  return (
    <div data-count={unmatched.length} data-testid="push-files-unmatched">
      <Note tone="warn">
        <p className="font-medium">{t('push.files.unmatched', { count: unmatched.length })}</p>
        {reasons.map((reason) => (
          <Files
            key={reason}
            paths={unmatched.filter((file) => file.reason === reason).map(({ path }) => path)}
            reason={reason}
          />
        ))}
      </Note>
    </div>
  );
}

function Files({ reason, paths }: { reason: UnmatchedReason; paths: string[] }) {
  const { t } = useTranslation();
  if (paths.length === 0) return null;
  return (
    <div className="mt-1">
      <p>{t(`push.files.reason.${reason}`)}</p>
      <ul className="max-h-32 overflow-y-auto font-mono text-xs">
        {paths.slice(0, mostShown).map((path) => (
          <li
            className="[overflow-wrap:anywhere]"
            data-path={path}
            data-reason={reason}
            data-testid="push-files-unmatched-file"
            key={path}
          >
            {path}
          </li>
        ))}
      </ul>
      {paths.length > mostShown ? <p>{t('push.files.more', { count: paths.length - mostShown })}</p> : null}
    </div>
  );
}
