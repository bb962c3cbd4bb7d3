import pino from 'pino';
import type { Log, LogFields, LogLevel } from './log';

/** Lines of JSON on stderr: stdout is for people. */
export function createNodeLog(
  level: LogLevel,
  to: pino.DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: (name) => ({ level: name }) },
    },
    to,
  );
  const at = (name: 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    lines[name](fields ?? {}, event);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
