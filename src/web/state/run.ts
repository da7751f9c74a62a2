/** Actions that are started by a click and end later: their failure is told at the bottom of the page. */
import { signal } from '@preact/signals'
import { reasonOf } from '../text/failures.ts'

export interface Notice {
  text: string
  kind: 'info' | 'error'
}

const NOTICE_MS = 6000

export const notice = signal<Notice | undefined>(undefined)
let hiding: ReturnType<typeof setTimeout> | undefined

export function tell (text: string, kind: Notice['kind'] = 'info'): void {
  clearTimeout(hiding)
  notice.value = { text, kind }
  hiding = setTimeout(() => { notice.value = undefined }, NOTICE_MS)
}

export function hush (): void {
  notice.value = undefined
}

/** Starts something and says so if it fails. */
export function run (task: () => Promise<unknown>): void {
  task().catch((err: unknown) => { tell(reasonOf(err), 'error') })
}
