/** The keyboard's map. None of it takes from the browser what a browser needs. */
import { closeDialog } from '../parts/dialog.tsx'
import { showKeys } from '../parts/keys-help.tsx'
import { stepChat } from '../screens/chat-list.tsx'
import { phase } from './connection.ts'
import { conversationWith } from './conversation.ts'
import { back, go, place } from './place.ts'

const isField = (element: Element | null): boolean => element !== null && element.matches('input, textarea, select, [contenteditable]')
const isCovered = (): boolean => document.querySelector('dialog[open], .menu') !== null

export function followKeys (): void {
  addEventListener('keydown', event => {
    if (phase.value !== 'open' || event.isComposing || event.defaultPrevented) return
    if (press(event)) event.preventDefault()
  })
}

function press (event: KeyboardEvent): boolean {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event
  const inField = isField(document.activeElement)
  if (isCovered()) {
    if (key === '?' && !inField) closeDialog()
    return false
  }
  if ((ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === 'k') return toSearch()
  if ((ctrlKey || metaKey) && shiftKey && key.toLowerCase() === 'f') return toFind()
  if (key === '/' && !inField) return toSearch()
  if (key === '?' && !inField) {
    showKeys()
    return true
  }
  if (altKey && !ctrlKey && (key === 'ArrowDown' || key === 'ArrowUp')) {
    stepChat(key === 'ArrowDown' ? 1 : -1, { unreadOnly: shiftKey })
    return true
  }
  if (key === 'Escape' && place.value.screen !== 'chats') {
    go({ screen: 'chats' })
    return true
  }
  if (key === 'Escape' && place.value.chat !== undefined && place.value.details !== true && document.activeElement?.id !== 'search') {
    back()
    return true
  }
  return false
}

function toFind (): boolean {
  const { screen, chat } = place.value
  if (screen !== 'chats' || chat === undefined) return false
  conversationWith(chat).finding.value = true
  focusOn('#find')
  return true
}

function toSearch (): boolean {
  if (place.value.screen !== 'chats') go({ screen: 'chats' })
  focusOn('#search')
  return true
}

/** As soon as it is there, which is before the next key is read. */
function focusOn (field: string): void {
  queueMicrotask(() => { document.querySelector<HTMLInputElement>(field)?.focus() })
}
