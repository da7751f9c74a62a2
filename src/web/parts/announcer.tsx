import type { JSX } from 'preact'
import { announcement } from '../state/announce.ts'

export function Announcer (): JSX.Element {
  return <div class="hidden" role="status" aria-live="polite" aria-atomic="true">{announcement.value}</div>
}
