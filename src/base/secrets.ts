import { inspect } from 'node:util'

/**
 * Makes the named fields print and serialise as `[secret]`, so that no log line, crash report or JSON file can carry
 * them by accident. The fields themselves stay as they are.
 */
export function concealed<T extends object> (value: T, secrets: readonly (keyof T)[]): T {
  const shown = (): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).map(([name, field]) => [name, secrets.includes(name as keyof T) ? '[secret]' : field]))
  return Object.defineProperties(value, { [inspect.custom]: { value: shown }, toJSON: { value: shown } })
}
