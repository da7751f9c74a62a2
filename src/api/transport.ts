/** What carries a caller's frames both ways: a Unix socket (lines.ts), or a WebSocket (page/socket.ts). */
export interface Transport {
  /** Whole ones, until the other side has sent its last; nothing is read while one is looked at. @throws AppError TOO_LARGE */
  frames: () => AsyncIterable<Uint8Array>
  /** Resolves once the line takes more. @throws AppError ABORTED when it closed; the signal's reason */
  write: (frame: string, signal?: AbortSignal) => Promise<void>
  /** Calls back when the other side is gone altogether. */
  onClose: (listener: () => void) => void
  /** Says this as the last, and hangs up. */
  refuse: (frame: string) => Promise<void>
  /** Hangs up once everything written has gone out. */
  end: () => void
  /** Hangs up at once. */
  destroy: () => void
}
