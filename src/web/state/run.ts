/** Actions that are started by a click and end later: their failure is told at the bottom of the page. */
import { signal } from '@preact/signals'
import { AppError } from '../../api/remote.ts'
import { t, type Key } from './language.ts'

export interface Notice {
  text: string
  kind: 'info' | 'error'
}

const NOTICE_MS = 6000

export const notice = signal<Notice | undefined>(undefined)
let hiding: ReturnType<typeof setTimeout> | undefined

export function tell (text: string, kind: Notice['kind'] = 'info'): void {
  clearTimeout(hiding)
  notice.value = { text, kind }
  hiding = setTimeout(() => { notice.value = undefined }, NOTICE_MS)
}

export function hush (): void {
  notice.value = undefined
}

/** Starts something and says so if it fails. */
export function run (task: () => Promise<unknown>): void {
  task().catch((err: unknown) => { tell(reasonOf(err), 'error') })
}

const SAID: Partial<Record<AppError['code'], Key>> = {
  NODE_NOT_RUNNING: 'error.nodeGone',
  WRONG_PASSPHRASE: 'error.wrongPassphrase',
  BAD_LINK: 'error.badLink',
  LINK_USED: 'error.linkUsed',
  LINK_EXPIRED: 'error.linkExpired',
  NETWORK_MISMATCH: 'error.networkMismatch',
  KEY_CHANGED: 'error.keyChanged',
  BLOCKED: 'error.blocked',
  DISK_FULL: 'error.diskFull',
  QUEUED: 'error.queued',
  TOO_LARGE: 'error.tooLarge',
  PEER_UNREACHABLE: 'error.unreachable',
  INTERNAL: 'error.internal'
}

/** What a code of the node's means, in the language of the page where we have words for it. */
export function meaningOf (code: string, otherwise = code): string {
  const key = SAID[code as AppError['code']]
  return key === undefined ? otherwise : t(key)
}

/** In the language of the page where we have words for it; else as the node says it. */
export function reasonOf (err: unknown): string {
  if (!(err instanceof AppError)) return t('error.internal')
  const key = SAID[err.code]
  if (key !== undefined) return t(key)
  return err.hint === undefined ? err.message : `${err.message}. ${err.hint}`
}
