/** What somebody who does not look is told: by a screen reader, politely, one thing at most in two seconds. */
import { effect, signal } from '@preact/signals'
import { looking } from './alerts.ts'
import { chatOf, onArrival } from './chats.ts'
import { lost, onEvent } from './connection.ts'
import { t, type TextKey } from './language.ts'
import { place } from './place.ts'
import { plainName, plainText } from '../text/names.ts'

const EVERY_MS = 2000
const MAX_CHARS = 300
const STATES: Partial<Record<string, TextKey>> = {
  sent: 'state.sent', 'in mailbox': 'state.mailbox', delivered: 'state.delivered', read: 'state.read'
}

export const announcement = signal('')
let waiting: string | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Of what comes in too short a time the last is told. */
export function announce (text: string): void {
  if (timer !== undefined) {
    waiting = text
    return
  }
  // The same words once more would be no change, and so not be told.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text
  timer = setTimeout(() => {
    timer = undefined
    const next = waiting
    waiting = undefined
    if (next !== undefined) announce(next)
  }, EVERY_MS)
}

/** The conversation that is open speaks; the others have their counts. */
export function followAnnouncements (): void {
  const isOpen = (contactId: string): boolean => looking.value && place.value.chat === contactId
  onArrival(({ contactId, text }) => {
    const name = plainName(chatOf(contactId)?.contact.name ?? '')
    if (isOpen(contactId)) announce(t('announce.new', { name, text: plainText(text).slice(0, MAX_CHARS) }))
  })
  onEvent(event => {
    if (event.type !== 'message-state' || !isOpen(event.contactId)) return
    const key = STATES[event.state]
    if (key !== undefined) announce(t(key))
  })
  let wasLost = false
  effect(() => {
    if (lost.value !== wasLost) announce(t(lost.value ? 'strip.lost' : 'announce.back'))
    wasLost = lost.value
  })
}
