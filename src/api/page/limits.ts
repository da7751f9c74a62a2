/** How much the page's server takes, and for how long it waits: all of it in one place. */
import { DAY, MINUTE, SECOND } from '../../base/time.ts'

/** Several tabs, each with a WebSocket and a few requests. */
export const MAX_CONNECTIONS = 128
export const MAX_HEADER_BYTES = 8 * 1024
/** from the first byte of a request to the end of its headers; programs on one computer send them at once */
export const HEADERS_MS = 2 * SECOND
/** and to the end of its body */
export const REQUEST_MS = 5 * SECOND
/** how often the two are looked at */
export const DEADLINE_EVERY_MS = SECOND / 2
/** for answers that are under way when the server ends */
export const CLOSE_MS = 2 * SECOND
/** from the start of a WebSocket to the frame that says who it is */
export const AUTHENTICATE_MS = 2 * SECOND
export const MAX_FIRST_FRAME_BYTES = 1024

/** Both of a launch code of 128 bits; it stands in a page that the browser opens at once. */
export const CODE_BYTES = 16
export const CODE_MS = MINUTE
/** A code that a person types: 40 bits in two groups. */
export const TYPED_CODE_CHARS = 8
export const TYPED_CODE_MS = 10 * MINUTE
/** of each kind; a further one takes the oldest's place */
export const MAX_CODES = 8
/** wrong codes after which those that can be typed are worth nothing any more */
export const MAX_WRONG_CODES = 100

export const TOKEN_BYTES = 32
export const MAX_SESSIONS = 64
export const SESSION_MS = 30 * DAY

/** Failures that are answered at once, and how far apart the others are. */
export const FREE_FAILURES = 10
export const FAILURE_EVERY_MS = SECOND / 5
/** failures that wait for their answer; whoever comes on top is told so at once */
export const MAX_WAITING_FAILURES = 16

export const MAX_FILES = 512
export const MAX_FILES_BYTES = 16 * 1024 * 1024
