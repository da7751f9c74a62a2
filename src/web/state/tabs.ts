/** What tabs of the same page tell each other, on this computer: what was read. */
interface Said { read: string }

const channel = new BroadcastChannel('nobyte')

export function announceRead (contactId: string): void {
  // A channel has one origin, ours.
  channel.postMessage({ read: contactId } satisfies Said) // oxlint-disable-line unicorn/require-post-message-target-origin
}

export function followTabs (onRead: (contactId: string) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => { onRead(data.read) })
}
