/** What a script sees of an error. The numbers are a promise: they never change their meaning. */
import type { ErrorCode } from '../api/client.ts'

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  notRunning: 3,
  locked: 4,
  refused: 5,
  notFound: 6,
  timedOut: 7,
  queued: 8,
  confirmationNeeded: 9,
  networkBlocked: 10,
  interrupted: 130
} as const

const EXIT_OF: Record<ErrorCode, number> = {
  ABORTED: EXIT.interrupted,
  AMBIGUOUS: EXIT.usage,
  BAD_INPUT: EXIT.usage,
  BAD_LINK: EXIT.usage,
  BLOCKED: EXIT.refused,
  CONFIRMATION_NEEDED: EXIT.confirmationNeeded,
  CORRUPT: EXIT.failure,
  DISK_FULL: EXIT.failure,
  EXISTS: EXIT.refused,
  INTERNAL: EXIT.failure,
  KEY_CHANGED: EXIT.confirmationNeeded,
  LINK_EXPIRED: EXIT.refused,
  LINK_USED: EXIT.refused,
  LOCKED: EXIT.locked,
  MAILBOX_BUSY: EXIT.timedOut,
  MAILBOX_REFUSED: EXIT.refused,
  NETWORK_BLOCKED: EXIT.networkBlocked,
  NETWORK_MISMATCH: EXIT.networkBlocked,
  NEWER_SCHEMA: EXIT.failure,
  NODE_NOT_RUNNING: EXIT.notRunning,
  NO_PROFILE: EXIT.notFound,
  NOT_FOUND: EXIT.notFound,
  PEER_UNREACHABLE: EXIT.timedOut,
  PROTOCOL: EXIT.failure,
  QUEUED: EXIT.queued,
  REFUSED: EXIT.refused,
  ROLLED_BACK: EXIT.failure,
  SESSION_BROKEN: EXIT.failure,
  TIMED_OUT: EXIT.timedOut,
  TOO_LARGE: EXIT.usage,
  TOO_MANY: EXIT.refused,
  USAGE: EXIT.usage,
  WRONG_PASSPHRASE: EXIT.locked
}

/** A code that only a newer node knows is a plain failure. */
export const exitCodeOf = (code: ErrorCode): number => EXIT_OF[code] ?? EXIT.failure
