import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../lib/core/app-error';
import { Button } from '../button';
import { EmptyState } from '../empty-state';
import { useErrorText } from '../use-format';

type Props = { error: ErrorShape; onAgain?: () => void; onLeave: () => void };

/** Why there is nothing to arrange, and the ways on. */
export function PushProblemPage({ error, onAgain, onLeave }: Props) {
  const { t } = useTranslation();
  const { text, hint } = useErrorText()(error);
  return (
    <div data-code={error.code} data-testid="push-problem">
      <EmptyState icon="alert" text={hint} title={text}>
        <span className="flex flex-wrap justify-center gap-2">
          {onAgain ? (
            <Button look="primary" onClick={onAgain}>
              {t('push.retry')}
            </Button>
          ) : null}
          <Button look={onAgain ? 'secondary' : 'primary'} onClick={onLeave} testId="push-leave">
            {t('push.leave')}
          </Button>
        </span>
      </EmptyState>
    </div>
  );
}
