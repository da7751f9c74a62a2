/** Every conversation by its last line: what the list shows, kept up to date by events. */
import { computed, signal } from '@preact/signals'
import { now } from '../../api/remote.ts'
import type { ApiEvent, Chat, Contact, Message, Request } from '../../api/schema.ts'
import { call, onEvent, onLocked, onOpen } from './connection.ts'
import { run } from './run.ts'

export type { Chat, Contact }

const TYPING_MS = 6000

export const chats = signal<ReadonlyMap<string, Chat>>(new Map())
export const chatsLoaded = signal(false)
export const requests = signal<readonly Request[]>([])
/** who is writing at this moment */
export const typing = signal<ReadonlySet<string>>(new Set())

export const ordered = computed(() => [...chats.value.values()].sort((a, b) => b.atMs - a.atMs))
export const unreadTotal = computed(() =>
  ordered.value.reduce((sum, { contact }) => contact.muted || contact.archived ? sum : sum + (contact.unread ?? 0), 0))

const typingEnds = new Map<string, ReturnType<typeof setTimeout>>()
const arrivals = new Set<(message: Message & { contactId: string }) => void>()

/** Calls back with every message that comes in. */
export function onArrival (listener: (message: Message & { contactId: string }) => void): void {
  arrivals.add(listener)
}

export const chatOf = (contactId: string): Chat | undefined => chats.value.get(contactId)

export function revise (contactId: string, change: (chat: Chat) => Chat): void {
  const chat = chats.value.get(contactId)
  if (chat === undefined) return
  const next = new Map(chats.value)
  next.set(contactId, change(chat))
  chats.value = next
}

export function clearUnread (contactId: string): void {
  revise(contactId, chat => ({ ...chat, contact: { ...chat.contact, unread: 0, markedUnread: false } }))
}

export function putContact (contact: Contact): void {
  const next = new Map(chats.value)
  const known = next.get(contact.contactId)
  next.set(contact.contactId, known === undefined ? { contact, last: null, draft: null, atMs: now() } : { ...known, contact })
  chats.value = next
}

export function noteLast (contactId: string, message: Message): void {
  revise(contactId, chat => ({ ...chat, last: message, atMs: Math.max(chat.atMs, message.sentAtMs) }))
}

async function load (): Promise<void> {
  const [{ chats: all }, waiting] = await Promise.all([call('chats.list'), call('requests.list')])
  chats.value = new Map(all.map(chat => [chat.contact.contactId, chat]))
  requests.value = waiting.requests
  chatsLoaded.value = true
}

export async function loadRequests (): Promise<void> {
  requests.value = (await call('requests.list')).requests
}

/** One conversation as the node tells it now, be it new or known. */
export async function refreshChat (who: string): Promise<void> {
  const { chats: [chat] } = await call('chats.list', { who })
  if (chat === undefined) return
  // What it counts already and is told of after it would count twice.
  const unread = Math.min(chatOf(who)?.contact.unread ?? 0, chat.contact.unread ?? 0)
  chats.value = new Map(chats.value).set(who, { ...chat, contact: { ...chat.contact, unread } })
}

async function refreshLast (contactId: string): Promise<void> {
  const { messages: [last] } = await call('messages.read', { who: contactId, limit: 1, peek: true })
  revise(contactId, chat => ({ ...chat, last: last ?? null }))
}

function setTyping (contactId: string, on: boolean): void {
  clearTimeout(typingEnds.get(contactId))
  if (on) typingEnds.set(contactId, setTimeout(() => { setTyping(contactId, false) }, TYPING_MS))
  if (typing.value.has(contactId) === on) return
  const next = new Set(typing.value)
  if (on) next.add(contactId)
  else next.delete(contactId)
  typing.value = next
}

function apply (event: ApiEvent): void {
  switch (event.type) {
    case 'typing': return setTyping(event.contactId, event.on)
    case 'presence': return revise(event.contactId, chat =>
      ({ ...chat, contact: { ...chat.contact, online: event.online, lastSeenMs: event.atMs } }))
    case 'message': {
      noteLast(event.contactId, event)
      setTyping(event.contactId, false)
      revise(event.contactId, chat => ({ ...chat, contact: { ...chat.contact, unread: (chat.contact.unread ?? 0) + 1 } }))
      for (const listener of arrivals) listener(event)
      return
    }
    case 'message-changed':
      revise(event.contactId, chat => chat.last?.messageId === event.messageId ? { ...chat, last: event } : chat)
      return
    case 'message-removed':
      if (chatOf(event.contactId)?.last?.messageId === event.messageId) run(async () => { await refreshLast(event.contactId) })
      return
    case 'message-state':
      revise(event.contactId, chat =>
        chat.last?.messageId === event.messageId ? { ...chat, last: { ...chat.last, state: event.state } } : chat)
      return
    case 'contact': {
      const { type: _, seq: __, ...contact } = event
      // It tells the state of now: what it counts already and is told of after it would count twice.
      const counted = chatOf(contact.contactId)?.contact.unread ?? 0
      putContact({ ...contact, unread: Math.min(counted, contact.unread ?? 0) })
      return
    }
    case 'contact-removed': {
      const next = new Map(chats.value)
      next.delete(event.contactId)
      chats.value = next
      return
    }
    case 'request':
      run(loadRequests)
      return
    case 'group':
      run(async () => { await refreshChat(event.groupId) })
      return
    case 'session-reset':
    case 'invite-used':
    case 'accept-failed':
    case 'network':
    case 'channel':
    case 'channel-left':
    case 'nearby': // shown where people are added
  }
}

export function followChats (): void {
  onOpen(() => { run(load) })
  onEvent(apply)
  onLocked(() => {
    chats.value = new Map()
    requests.value = []
    chatsLoaded.value = false
  })
}
