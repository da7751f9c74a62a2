/**
 * One JSON object a line on stderr. A log line never holds content and never a whole id: `short()` is for people who
 * look at two lines and want to know whether they speak of the same thing. `error` means that a person should act.
 */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug'
export type LogFields = Record<string, string | number | boolean | undefined>

export interface Log {
  error: (event: string, fields?: LogFields) => void
  warn: (event: string, fields?: LogFields) => void
  info: (event: string, fields?: LogFields) => void
  debug: (event: string, fields?: LogFields) => void
}

const LEVELS: LogLevel[] = ['error', 'warn', 'info', 'debug']

export function createLog (level: LogLevel, write: (line: string) => void, nowMs: () => number): Log {
  const at = (own: LogLevel) => (event: string, fields: LogFields = {}): void => {
    if (LEVELS.indexOf(own) > LEVELS.indexOf(level)) return
    write(JSON.stringify({ time: new Date(nowMs()).toISOString(), level: own, event, ...fields }))
  }
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

export const silentLog: Log = { error () {}, warn () {}, info () {}, debug () {} }

/** Six digits of an id: enough to compare two lines, too few to look someone up. */
export const short = (id: string): string => id.slice(-6)

/** An error's class and code, never its message: messages may quote what they were given. */
export function errorFields (err: unknown): LogFields {
  if (!(err instanceof Error)) return { error: typeof err }
  const { code } = err as { code?: unknown }
  return { error: err.name, ...(typeof code === 'string' ? { code } : {}) }
}
