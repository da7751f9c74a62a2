import type { JSX } from 'preact'
import { notice } from '../state/run.ts'

/** The last thing worth a word, at the bottom of the page; it goes by itself. */
export function Notices (): JSX.Element {
  const shown = notice.value
  return (
    <div class="notices" role="status" aria-live="polite">
      {shown !== undefined && <div class={`notice is-${shown.kind}`}>{shown.text}</div>}
    </div>
  )
}
