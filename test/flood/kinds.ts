/** Attacks that strangers try; scripts/attacker.ts says how. */
export const KINDS = [
  'half-open', 'slow-bytes', 'slow-frames', 'long-lines', 'many-streams', 'rapid-reset', 'claimed-frame', 'wide-window', 'unread-pings',
  'ping-flood', 'many-ids', 'many-addresses', 'dht-flood', 'identify-push', 'own-work'
] as const
/** What strangers say to a mailbox host; they need to be told to whom their commands are sealed. */
export const MAILBOX_KINDS = [
  'large-commands', 'slow-commands', 'half-commands', 'replayed-commands', 'wrong-keys', 'other-times', 'new-queues'
] as const
export type Kind = typeof KINDS[number] | typeof MAILBOX_KINDS[number]
