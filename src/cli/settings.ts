/** Every setting and where its value comes from: a flag, else the environment, else the config file, else its default. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, DEFAULT_PROFILE, resolveHome, type Home } from '../api/client.ts'
import { parseDuration } from './durations.ts'

export type Flags = Record<string, string | boolean | undefined>
type Env = Record<string, string | undefined>

interface Setting { env: string, fallback: string | boolean, summary: string }

export const SETTINGS = {
  profile: { env: 'NOBYTE_PROFILE', fallback: DEFAULT_PROFILE, summary: 'which profile, when there are several' },
  json: { env: 'NOBYTE_JSON', fallback: false, summary: 'one JSON object a line' },
  quiet: { env: 'NOBYTE_QUIET', fallback: false, summary: 'only results and errors' },
  verbose: { env: 'NOBYTE_VERBOSE', fallback: false, summary: 'more about failures, and a detailed log' },
  input: { env: 'NOBYTE_INPUT', fallback: true, summary: 'may ask questions on a terminal' },
  yes: { env: 'NOBYTE_YES', fallback: false, summary: 'answers every confirmation with yes' },
  timeout: { env: 'NOBYTE_TIMEOUT', fallback: '30s', summary: 'how long to wait for the node and for --wait' },
  upnp: { env: 'NOBYTE_UPNP', fallback: false, summary: 'has the router let others in, so that they reach this node directly' },
  page: { env: 'NOBYTE_PAGE', fallback: true, summary: 'the node offers its web page to whoever sits here' },
  color: { env: 'NOBYTE_COLOR', fallback: true, summary: 'colours on a terminal' }
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS
export interface Value { value: string | boolean, source: string }
export type Values = Record<SettingName, Value>

export const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name)

/** The environment's own names for switching something off, which others honour, too. */
const NEGATIONS: [SettingName, string][] = [['input', 'NOBYTE_NO_INPUT'], ['color', 'NOBYTE_NO_COLOR'], ['color', 'NO_COLOR']]

/** @param flags those that were given, not their defaults. @throws AppError BAD_INPUT */
export function resolveSettings ({ flags, env, config }: { flags: Flags, env: Env, config: Record<string, unknown> }): Values {
  return Object.fromEntries(Object.entries(SETTINGS).map(([key, { env: variable, fallback }]) => {
    const name = key as SettingName
    const flag = flags[name]
    if (flag !== undefined) return [name, { value: flag, source: 'flag' }]
    const negation = NEGATIONS.find(([setting, no]) => setting === name && isOn(env[no]))
    if (negation !== undefined) return [name, { value: false, source: negation[1] }]
    if (name === 'color' && env.TERM === 'dumb') return [name, { value: false, source: 'TERM=dumb' }]
    const given = env[variable]
    if (given !== undefined && given !== '') return [name, { value: parseSetting(name, given), source: variable }]
    const stored = config[name]
    if (stored !== undefined) return [name, { value: parseSetting(name, storedText(stored)), source: 'config file' }]
    return [name, { value: fallback, source: 'default' }]
  })) as Values
}

/** As the setting would be typed; what it never is becomes something that no setting accepts. */
const storedText = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value)

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0'

/** @throws AppError BAD_INPUT: not a value of this setting */
export function parseSetting (name: SettingName, text: string): string | boolean {
  if (name === 'timeout') parseDuration(text)
  if (typeof SETTINGS[name].fallback === 'string') return text
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  throw new AppError('BAD_INPUT', `"${text}" is no value for ${name}`, { hint: 'Either true or false' })
}

/** @returns {} when there is no file. @throws AppError BAD_INPUT: not a JSON object */
export async function readConfig (path: string): Promise<Record<string, unknown>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new AppError('REFUSED', `cannot read ${path}`, { cause: err })
  }
  try {
    const config: unknown = JSON.parse(text)
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config as Record<string, unknown>
  } catch {}
  throw new AppError('BAD_INPUT', `${path} is not a JSON object`, { hint: 'Repair or remove it' })
}

export async function writeConfig (path: string, config: Record<string, unknown>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const next = `${path}.${process.pid}`
  await writeFile(next, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  await rename(next, path)
}

export const homeOf = (env: Env, profile?: string): Home =>
  resolveHome({ env, cwd: process.cwd(), uid: process.getuid?.() ?? 0, profile })
