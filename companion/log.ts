/** How much is written: requests and all below, refusals of people and storages, failures of our own, nothing. */
export const logLevels = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * All that a line may tell. A closed list, so that no header, body, key, signature or address can get into a log by
 * being handed over whole.
 */
export type LogFields = {
  request?: string;
  method?: string;
  /** The route as it is declared, not the address asked for: that may carry anything. */
  route?: string;
  status?: number;
  ms?: number;
  user?: string;
  /** Name of an error's class, or the code a storage or the marketplace answered. */
  kind?: string;
  count?: number;
};

type Write = (event: string, fields?: LogFields) => void;

/** Where the companion's lines go; events are `area.what`. */
export type Log = { info: Write; warn: Write; error: Write };

/** Lines of JSON by `write`, for runtimes that keep what is printed (Workers). */
export function createJsonLog(least: LogLevel, write: (line: string) => void): Log {
  const at =
    (level: Exclude<LogLevel, 'silent'>): Write =>
    (event, fields) => {
      if (logLevels.indexOf(level) < logLevels.indexOf(least)) return;
      write(JSON.stringify({ level, time: new Date().toISOString(), event, ...fields }));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
