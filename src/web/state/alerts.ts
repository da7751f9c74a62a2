/** What comes in while nobody looks: the title's count, and a notification where they are wanted. */
import { effect, signal } from '@preact/signals'
import { chatOf, onArrival, unreadTotal } from './chats.ts'
import { formatNumber, t } from './language.ts'
import { openChat, place } from './place.ts'
import { preferences } from './preferences.ts'
import { plainName } from '../text/names.ts'

export const looking = signal(document.visibilityState === 'visible' && document.hasFocus())

const look = (): void => { looking.value = document.visibilityState === 'visible' && document.hasFocus() }

export function followAttention (): void {
  document.addEventListener('visibilitychange', look)
  addEventListener('focus', look)
  addEventListener('blur', look)
  effect(() => {
    const count = unreadTotal.value
    document.title = count === 0 ? 'nobyte' : `(${formatNumber(count)}) nobyte`
  })
  onArrival(({ contactId, text, mentioned }) => {
    const contact = chatOf(contactId)?.contact
    if (preferences.value.notify !== true || Notification.permission !== 'granted') return
    if (contact === undefined || (contact.muted && !mentioned) || (looking.value && place.value.chat === contactId)) return
    // Whoever stands behind the screen sees notifications, too: names and texts only where that was chosen.
    const shows = preferences.value.notifyContents === true
    const options = shows ? { body: text.slice(0, 120) } : {}
    // One tag a conversation: several tabs show one notification.
    const shown = new Notification(shows ? plainName(contact.name) : t('notify.hidden'), { tag: contactId, silent: true, ...options })
    shown.addEventListener('click', () => {
      window.focus()
      openChat(contactId)
    })
  })
}
