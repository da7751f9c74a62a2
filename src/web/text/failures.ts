/** What went wrong, in the language of the page. */
import { AppError } from '../../api/remote.ts'
import { nodeFailure, t, type TextKey } from '../state/language.ts'

/** Of each kind of error something can be said, whatever its own words are. */
const SAID: Record<AppError['code'], TextKey> = {
  ABORTED: 'error.aborted',
  AMBIGUOUS: 'error.ambiguous',
  BAD_INPUT: 'error.badInput',
  BAD_LINK: 'error.badLink',
  BLOCKED: 'error.blocked',
  CONFIRMATION_NEEDED: 'error.badInput',
  CORRUPT: 'error.corrupt',
  DISK_FULL: 'error.diskFull',
  EXISTS: 'error.exists',
  INTERNAL: 'error.internal',
  KEY_CHANGED: 'error.keyChanged',
  LINK_EXPIRED: 'error.linkExpired',
  LINK_USED: 'error.linkUsed',
  LOCKED: 'error.locked',
  MAILBOX_BUSY: 'error.mailboxBusy',
  MAILBOX_REFUSED: 'error.mailboxRefused',
  NETWORK_BLOCKED: 'error.networkBlocked',
  NETWORK_MISMATCH: 'error.networkMismatch',
  NEWER_SCHEMA: 'error.newer',
  NODE_NOT_RUNNING: 'error.nodeGone',
  NO_PROFILE: 'error.noProfile',
  NOT_FOUND: 'error.notFound',
  PEER_UNREACHABLE: 'error.unreachable',
  PROTOCOL: 'error.protocol',
  QUEUED: 'error.queued',
  REFUSED: 'error.refused',
  ROLLED_BACK: 'error.rolledBack',
  SESSION_BROKEN: 'error.sessionBroken',
  TIMED_OUT: 'error.timedOut',
  TOO_LARGE: 'error.tooLong',
  TOO_MANY: 'error.tooMany',
  USAGE: 'error.badInput',
  WRONG_PASSPHRASE: 'error.wrongPassphrase'
}

/** Of these the node's own words say more than their kind does. */
const PARTICULAR: ReadonlySet<string> = new Set<AppError['code']>([
  'AMBIGUOUS', 'BAD_INPUT', 'BAD_LINK', 'EXISTS', 'NOT_FOUND', 'REFUSED', 'TIMED_OUT', 'TOO_LARGE', 'TOO_MANY'
])

/** @param message what the node says of it, in English */
export function meaningOf (code: string, message?: string): string {
  const words = message === undefined || !PARTICULAR.has(code) ? undefined : nodeFailure(message)
  return words ?? t(Object.hasOwn(SAID, code) ? SAID[code as AppError['code']] : 'error.internal')
}

export function reasonOf (err: unknown): string {
  if (!(err instanceof AppError)) return t('error.internal')
  const meaning = meaningOf(err.code, err.message)
  // What a command would do stands at the page's own buttons.
  const hint = err.hint === undefined || err.hint.includes('nobyte ') ? undefined : nodeFailure(err.hint)
  return hint === undefined || !PARTICULAR.has(err.code) ? meaning : `${meaning} ${hint}`
}
