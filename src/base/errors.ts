/**
 * Errors that a person or a script may meet carry a stable code; scripts branch on the code, people read the message
 * and the hint. Programmer errors are TypeErrors and carry none.
 */
export type ErrorCode =
  | 'ABORTED' // the caller gave up
  | 'AMBIGUOUS' // a name fits several
  | 'BAD_INPUT' // what the user typed cannot be meant
  | 'BAD_LINK' // an invite link that is damaged or from another version
  | 'BLOCKED' // this person is blocked here
  | 'CONFIRMATION_NEEDED'
  | 'CORRUPT' // stored bytes fail their authentication
  | 'DISK_FULL'
  | 'EXISTS' // would overwrite
  | 'INTERNAL'
  | 'KEY_CHANGED' // the person's account key changed; sending waits for a decision
  | 'LINK_EXPIRED'
  | 'LINK_USED'
  | 'LOCKED' // the store needs its passphrase
  | 'MAILBOX_BUSY' // a mailbox host takes nothing now; retryAfterMs says when to try again
  | 'MAILBOX_REFUSED' // a mailbox host will never do this
  | 'NETWORK_BLOCKED' // nothing at all can be reached
  | 'NETWORK_MISMATCH' // the other side is on another network or has another key
  | 'NEWER_SCHEMA' // the store was written by a newer nobyte
  | 'NODE_NOT_RUNNING'
  | 'NO_PROFILE'
  | 'NOT_FOUND'
  | 'PEER_UNREACHABLE'
  | 'PROTOCOL' // a peer sent what the protocol does not allow
  | 'QUEUED' // kept, not delivered yet
  | 'REFUSED'
  | 'ROLLED_BACK' // the store is older than its counter file
  | 'SESSION_BROKEN'
  | 'TIMED_OUT'
  | 'TOO_LARGE'
  | 'TOO_MANY'
  | 'USAGE'
  | 'WRONG_PASSPHRASE'

export interface AppErrorOptions {
  /** what to do now, as a command or a sentence */
  hint?: string
  retryAfterMs?: number
  /** details that scripts may read, such as the candidates of an ambiguous name */
  details?: unknown
  cause?: unknown
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly hint?: string
  readonly retryAfterMs?: number
  readonly details?: unknown

  constructor (code: ErrorCode, message: string, { hint, retryAfterMs, details, cause }: AppErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    if (hint !== undefined) this.hint = hint
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
    if (details !== undefined) this.details = details
  }
}

export const hasCode = (err: unknown, ...codes: ErrorCode[]): err is AppError =>
  err instanceof AppError && codes.includes(err.code)
