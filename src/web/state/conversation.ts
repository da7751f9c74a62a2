/** One conversation as it is on the screen: a stretch of messages that grows at both ends, and what is being written. */
import { signal, type Signal } from '@preact/signals'
import { now } from '../../api/remote.ts'
import type { ApiEvent, Message } from '../../api/schema.ts'
import { chatOf, chats, clearUnread, noteLast, revise } from './chats.ts'
import { call, connected, onEvent, onLocked, onOpen } from './connection.ts'
import { onGoing } from './place.ts'
import { announceRead } from './tabs.ts'
import { run } from './run.ts'

/** sending: not durable at the node yet; failed: it never took it */
export interface Bubble extends Message {
  key: string
  outcome?: 'sending' | 'failed'
}

const PAGE = 100
/** what is read when it is opened: two windows full */
const FIRST_PAGE = 50
/** how many a jump to an old message may load at most */
const MAX_LOADED = 20_000
/** conversations kept ready for coming back to */
const MAX_KEPT = 12
const DRAFT_MS = 350
const TYPING_EVERY_MS = 3000

export class Conversation {
  readonly contactId: string
  readonly messages = signal<readonly Bubble[]>([])
  readonly loaded = signal(false)
  /** the beginning of it is here */
  readonly complete = signal(false)
  /** the first message that was not read when it was opened */
  readonly firstUnread = signal<string | undefined>(undefined)
  readonly text: Signal<string> = signal('')
  readonly replyTo = signal<Message | undefined>(undefined)
  readonly editing = signal<Message | undefined>(undefined)
  /** the end of it is in sight: what comes in counts as read */
  readonly atEnd = signal(true)
  /** what came in while the end was out of sight */
  readonly missed = signal(0)
  /** something is looked for in it */
  readonly finding = signal(false)
  readonly selected = signal<string | undefined>(undefined)
  #loading: Promise<void> | undefined
  #older: Promise<void> | undefined
  #sending = 0
  #early: ApiEvent[] = []
  #lastKey = 0
  #draftTimer: ReturnType<typeof setTimeout> | undefined
  #draftKept = ''
  #typedAtMs = 0

  constructor (contactId: string) {
    this.contactId = contactId
  }

  /** The newest page and the draft, asked for once however many want them; what was not read is marked off. */
  async load (): Promise<void> {
    this.#loading ??= this.#load().finally(() => { this.#loading = undefined })
    await this.#loading
  }

  async #load (): Promise<void> {
    const who = this.contactId
    const unread = chatOf(who)?.contact.unread ?? 0
    // What was loaded before stays: a node that came back has it all.
    const limit = Math.min(1000, Math.max(FIRST_PAGE, unread + 20, this.messages.value.length))
    const [{ messages }, { draft }] = await Promise.all([
      call('messages.read', { who, limit, peek: true }), call('chats.draft', { who })
    ])
    const failed = this.messages.value.filter(({ outcome }) => outcome !== undefined)
    const keys = new Map(this.messages.value.map(({ messageId, key }) => [messageId, key]))
    this.messages.value = [...messages.map(message => ({ ...message, key: keys.get(message.messageId) ?? message.messageId })), ...failed]
    this.complete.value = messages.length < limit
    if (this.firstUnread.value === undefined && unread > 0) {
      this.firstUnread.value = messages.filter(({ direction }) => direction === 'in').at(-unread)?.messageId
    }
    if (draft !== null) this.#draftKept = draft.text
    if (this.text.value === '' && draft !== null) {
      this.text.value = draft.text
      this.replyTo.value = draft.replyTo === undefined ? undefined : await this.find(draft.replyTo)
    }
    this.loaded.value = true
    await this.keepDraft()
  }

  /** A page of what was said before; does nothing while one is on its way, or at the beginning. */
  async loadOlder (limit = PAGE): Promise<void> {
    if (this.complete.value || !this.loaded.value) return
    this.#older ??= (async () => {
      const before = this.messages.value.find(({ outcome }) => outcome === undefined)?.messageId
      if (before === undefined) return
      const { messages } = await call('messages.read', { who: this.contactId, before, limit, peek: true })
      this.messages.value = [...messages.map(message => ({ ...message, key: message.messageId })), ...this.messages.value]
      this.complete.value = messages.length < limit
    })().finally(() => { this.#older = undefined })
    await this.#older
  }

  /** @returns whether the message is here now */
  async reach (messageId: string): Promise<boolean> {
    const isHere = (): boolean => this.messages.value.some(one => one.messageId === messageId)
    while (!isHere() && !this.complete.value && this.messages.value.length < MAX_LOADED) await this.loadOlder(1000)
    return isHere()
  }

  async find (messageId: string): Promise<Message | undefined> {
    return this.messages.value.find(one => one.messageId === messageId) ??
      await call('messages.get', { contactId: this.contactId, messageId }).catch(() => undefined)
  }

  /** Shows it at once, and says below it what becomes of it. */
  async send (text: string, replyTo = this.replyTo.value): Promise<void> {
    const key = `sending-${++this.#lastKey}`
    const bubble: Bubble = {
      key, messageId: key, direction: 'out', from: '', text, edited: false, deleted: false, reactions: [], mentioned: false,
      pinned: false, expiresAtMs: null, sentAtMs: now(), deliveredAtMs: null, readAtMs: null, state: 'waiting', outcome: 'sending',
      ...(replyTo === undefined ? {} : { replyTo: replyTo.messageId })
    }
    this.messages.value = [...this.messages.value, bubble]
    this.replyTo.value = undefined
    this.firstUnread.value = undefined
    await this.#transmit(bubble)
  }

  async retry (bubble: Bubble): Promise<void> {
    const again: Bubble = { ...bubble, outcome: 'sending', sentAtMs: now() }
    this.messages.value = [...this.messages.value.filter(({ key }) => key !== bubble.key), again]
    await this.#transmit(again)
  }

  discard (bubble: Bubble): void {
    this.messages.value = this.messages.value.filter(({ key }) => key !== bubble.key)
  }

  async #transmit (bubble: Bubble): Promise<void> {
    this.#sending++
    try {
      const { messageId, state } = await call('messages.send', {
        to: this.contactId, text: bubble.text, ...(bubble.replyTo === undefined ? {} : { replyTo: bubble.replyTo })
      })
      const { outcome: _, ...sent } = { ...bubble, messageId, state }
      this.#replace(bubble.key, sent)
      noteLast(this.contactId, sent)
    } catch (err) {
      this.#replace(bubble.key, { ...bubble, outcome: 'failed' })
      throw err
    } finally {
      if (--this.#sending === 0) for (const event of this.#early.splice(0)) this.apply(event)
    }
  }

  #replace (key: string, next: Bubble): void {
    this.messages.value = this.messages.value.map(one => one.key === key ? next : one)
  }

  put (message: Message): void {
    this.messages.value = this.messages.value.map(one => one.messageId === message.messageId ? { ...one, ...message } : one)
  }

  remove (messageId: string): void {
    this.messages.value = this.messages.value.filter(one => one.messageId !== messageId)
    if (this.editing.value?.messageId === messageId) this.stopEditing()
    if (this.replyTo.value?.messageId === messageId) this.replyTo.value = undefined
  }

  startEditing (message: Message): void {
    this.editing.value = message
    this.replyTo.value = undefined
    this.text.value = message.text
  }

  stopEditing (): void {
    this.editing.value = undefined
    this.text.value = this.#draftKept
  }

  /** What is being written is kept at the node, so that it is there in every tab and after a crash. */
  write (text: string): void {
    this.text.value = text
    if (this.editing.value !== undefined) return
    clearTimeout(this.#draftTimer)
    this.#draftTimer = setTimeout(() => { run(async () => { await this.keepDraft() }) }, DRAFT_MS)
    const atMs = now()
    if (text === '' || !connected.value || atMs - this.#typedAtMs < TYPING_EVERY_MS) return
    this.#typedAtMs = atMs
    call('chats.typing', { who: this.contactId, on: true }).catch(() => {}) // worth no word
  }

  async keepDraft (): Promise<void> {
    clearTimeout(this.#draftTimer)
    const text = this.text.value
    if (this.editing.value !== undefined || text === this.#draftKept || !connected.value) return
    const replyTo = this.replyTo.value?.messageId
    await call('chats.setDraft', { who: this.contactId, text, ...(replyTo === undefined ? {} : { replyTo }) })
    this.#draftKept = text
    revise(this.contactId, chat => ({ ...chat, draft: text === '' ? null : text }))
  }

  /** Tells them so, where they may know. */
  async markRead (): Promise<void> {
    const { unread = 0, markedUnread = false } = chatOf(this.contactId)?.contact ?? {}
    if (unread === 0 && !markedUnread) return
    this.cleared()
    announceRead(this.contactId)
    await call('messages.read', { who: this.contactId, unread: true, limit: 1000 })
  }

  /** It was read, here or in another tab. */
  cleared (): void {
    this.missed.value = 0
    clearUnread(this.contactId)
  }

  apply (event: ApiEvent): void {
    if (!('contactId' in event) || event.contactId !== this.contactId || !this.loaded.value) return
    switch (event.type) {
      case 'message':
        if (this.messages.value.some(one => one.messageId === event.messageId)) return
        this.messages.value = [...this.messages.value, { ...event, key: event.messageId }]
        if (!this.atEnd.value) this.missed.value++
        return
      case 'message-changed':
        this.put(event)
        return
      case 'message-removed':
        this.remove(event.messageId)
        return
      case 'message-state': {
        const known = this.messages.value.find(one => one.messageId === event.messageId)
        if (known !== undefined && !this.#isGroup) this.put({ ...known, state: event.state, ...timesOf(event) })
        else if (this.#sending > 0) this.#early.push(event) // its id is not known here yet
        else run(async () => { await this.#adopt(event.messageId) })
        return
      }
      default:
    }
  }

  /** Of what is said in a group one asks how many have it. */
  get #isGroup (): boolean { return chatOf(this.contactId)?.contact.group !== undefined }

  /** One that was written in another tab, or on the command line. */
  async #adopt (messageId: string): Promise<void> {
    const message = await call('messages.get', { contactId: this.contactId, messageId })
    const newest = this.messages.value.at(-1)
    if (this.messages.value.some(one => one.messageId === messageId)) return this.put(message)
    if (newest !== undefined && message.sentAtMs < newest.sentAtMs) return // older than what is shown
    this.messages.value = [...this.messages.value, { ...message, key: messageId }]
    noteLast(this.contactId, message)
  }
}

const timesOf = ({ state, atMs }: { state: string, atMs?: number | null }): Partial<Message> =>
  atMs === null || atMs === undefined ? {} : state === 'delivered' ? { deliveredAtMs: atMs } : state === 'read' ? { readAtMs: atMs } : {}

const kept = new Map<string, Conversation>()

export function conversationWith (contactId: string): Conversation {
  const conversation = kept.get(contactId) ?? new Conversation(contactId)
  kept.delete(contactId)
  kept.set(contactId, conversation) // the last used is the last to go
  for (const [id, old] of kept) {
    if (kept.size <= MAX_KEPT) break
    if (old.messages.value.some(({ outcome }) => outcome !== undefined)) continue
    kept.delete(id)
  }
  return conversation
}

/** Asks for it before it is shown: the node reads it while the page is drawn. */
export function prepare (contactId: string): void {
  const conversation = conversationWith(contactId)
  if (connected.value && !conversation.loaded.value) conversation.load().catch(() => {}) // whoever shows it asks again
}

export function followConversations (): void {
  onGoing(({ chat }) => { if (chat !== undefined) prepare(chat) })
  onLocked(({ asked }) => {
    const begun = asked ? [] : [...kept].filter(([, { editing, text }]) => editing.value === undefined && text.value !== '')
    kept.clear()
    // A node that went away and came back locked takes nothing from whoever was writing.
    for (const [id, { text }] of begun) conversationWith(id).text.value = text.value
  })
  onEvent(event => {
    if (event.type === 'contact-removed') kept.delete(event.contactId)
    else for (const conversation of kept.values()) conversation.apply(event)
  })
  onOpen(() => {
    for (const [id, conversation] of kept) {
      if (conversation.loaded.value && (chats.value.size === 0 || chats.value.has(id))) run(async () => { await conversation.load() })
    }
  })
}
