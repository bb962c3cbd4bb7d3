import { ConfigError } from './config';
import { startCompanion } from './start';

function reasonOf(error: unknown): string {
  if (error instanceof ConfigError) return `The companion cannot start:\n- ${error.problems.join('\n- ')}`;
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (taken) return 'The companion cannot start: the port is taken; choose another, for example PORT=8788';
  return `The companion cannot start: ${error instanceof Error ? error.message : 'unknown reason'}`;
}

try {
  const companion = await startCompanion({ LOG_LEVEL: 'info', ...process.env });
  const stop = () => {
    void companion.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(companion.summary);
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}
