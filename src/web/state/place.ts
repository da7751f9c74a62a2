/**
 * Where one is in the page. The browser's back button goes through it; the addresses hold nothing, since browsers keep
 * those on the disk.
 */
import { signal } from '@preact/signals'

export type Screen = 'chats' | 'add' | 'network' | 'holdings' | 'settings'

export interface Place {
  screen: Screen
  /** the conversation that is open, by contact id */
  chat?: string
  /** beside it: who it is with */
  details?: boolean
  /** a part of a screen */
  part?: string
}

export const place = signal<Place>({ screen: 'chats' })
const followers = new Set<(next: Place) => void>()
const visited: Place[] = [place.value]
let at = 0

/** Calls back before the page turns to another place: what is shown there can be asked for meanwhile. */
export function onGoing (follower: (next: Place) => void): void {
  followers.add(follower)
}

export function go (next: Place): void {
  if (JSON.stringify(next) === JSON.stringify(place.value)) return
  visited.length = at + 1
  visited.push(next)
  at++
  for (const follower of followers) follower(next)
  history.pushState(at, '')
  place.value = next
}

export function back (): void {
  if (at > 0) history.back()
  else place.value = { screen: 'chats' }
}

export const openChat = (chat: string): void => { go({ screen: 'chats', chat }) }

export function followHistory (): void {
  history.replaceState(0, '')
  addEventListener('popstate', ({ state }: PopStateEvent) => {
    at = typeof state === 'number' ? state : 0
    place.value = visited[at] ?? { screen: 'chats' }
  })
}
