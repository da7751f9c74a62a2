/** Attacks that strangers try; scripts/attacker.ts says how. */
export const KINDS = [
  'half-open', 'slow-bytes', 'slow-frames', 'long-lines', 'many-streams', 'rapid-reset', 'claimed-frame', 'wide-window', 'unread-pings',
  'ping-flood', 'many-ids', 'many-addresses', 'dht-flood', 'identify-push', 'own-work'
] as const
/** The last needs to be told to whom its commands are sealed. */
export type Kind = typeof KINDS[number] | 'new-queues'
