/** How a page of messages went its way: what is told of it beside "delivered" and "read". */

/** By which way something was written to a device's stream. */
export interface Via {
  route: 'direct' | 'relayed'
  /** who runs the relay, as far as the network file says */
  relay?: string
}

export type Step =
  | { what: 'sent', atMs: number } & Via
  /** left at a mailbox host, which keeps it until then */
  | { what: 'in mailbox', atMs: number, host: string, untilMs: number }

export const sentBy = (via: Via, atMs: number): Step => ({ what: 'sent', atMs, ...via })

/** What a line that comes and goes does in weeks must not fill the disk: the first ones tell most, then the last ones. */
const FIRST_STEPS = 4
const LAST_STEPS = 12

export function boundedSteps (steps: readonly Step[]): Step[] {
  if (steps.length <= FIRST_STEPS + LAST_STEPS) return [...steps]
  return [...steps.slice(0, FIRST_STEPS), ...steps.slice(-LAST_STEPS)]
}
