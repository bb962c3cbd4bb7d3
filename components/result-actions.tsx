import { useTranslation } from 'react-i18next';
import type { Job } from '../lib/core/job';
import { Button } from './button';
import { IconButton } from './icon-button';
import { Icon } from './icons';
import type { RunAction } from './job-actions';
import type { ExportFormat, JobCommands } from './job-commands';

const formats: ExportFormat[] = ['json', 'csv', 'xlsx'];

type Props = { job: Job; commands: JobCommands; run: RunAction; busy: boolean };

/** What a job gives away: its links on the clipboard, its result as a file. */
export function ResultActions({ job, commands, run, busy }: Props) {
  const { t } = useTranslation();
  const copy = () =>
    run(t('job.copying'), async () => {
      const count = await commands.copyLinks(job.id);
      return { state: 'ok', text: count === 0 ? t('job.noLinks') : t('job.copied', { count }) };
    });
  const save = (format: ExportFormat) =>
    run(t('job.exporting'), async () => {
      await commands.save(job.id, format);
      return { state: 'ok', text: t('job.exported') };
    });
  return (
    <>
      <IconButton
        disabled={busy}
        icon="copy"
        label={t('job.copyLinks')}
        onClick={() => void copy()}
        testId="job-copy-links"
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons that belong together. */}
      <span aria-label={t('job.exportAs')} className="flex items-center" role="group">
        <Icon className="ml-1.5 size-4 text-muted" name="export" />
        {formats.map((format) => (
          <Button
            className="px-1.5!"
            disabled={busy}
            key={format}
            look="quiet"
            onClick={() => void save(format)}
            size="small"
            testId={`job-export-${format}`}
            title={t('job.exportTo', { format: format.toUpperCase() })}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </span>
    </>
  );
}
