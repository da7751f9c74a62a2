/**
 * The built page and its real server over a node that answers from memory: what it shows is a scene, what it asks for is
 * noted. What a page makes of what it is told is shown here; that nodes tell it is shown where there are nodes.
 */
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { MethodTable } from '../../src/api/dispatch.ts'
import { prepareHome, type Home } from '../../src/api/home.ts'
import { PageDoor } from '../../src/api/page/door.ts'
import type { ApiEvent, Contact, Group, Message } from '../../src/api/schema.ts'
import { AppError } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { ownHome } from '../api/scripted-node.ts'
import { idOf, sceneOf, type Scene } from './scene.ts'
import { Watch } from './screen.ts'

const FOLDER = fileURLToPath(new URL('../../dist/web', import.meta.url))
export const RIGHT = 'the right passphrase'
export const WORDS = Array.from({ length: 24 }, (_, i) => `word${i + 1}`)

export interface Call {
  method: string
  params: unknown
}

/** An event without its place in the log, of each kind. */
type Told = ApiEvent extends infer Event ? Event extends { seq: number } ? Omit<Event, 'seq'> : Event : never

export class Stage implements AsyncDisposable {
  scene: Scene
  /** what the page asked for, in order */
  readonly calls: Call[] = []
  readonly #home: Home
  readonly #remove: () => Promise<void>
  readonly #listeners = new Set<(event: ApiEvent) => void>()
  readonly #contexts = new Set<BrowserContext>()
  #door: PageDoor
  #seq = 0
  readonly #log: ApiEvent[] = []

  private constructor (scene: Scene, { home, remove }: { home: Home, remove: () => Promise<void> }) {
    this.scene = scene
    this.#home = home
    this.#remove = remove
    this.#door = this.#make()
  }

  static async open (scene = sceneOf()): Promise<Stage> {
    const own = await ownHome()
    await prepareHome(own.home)
    return new Stage(scene, own)
  }

  #make (): PageDoor {
    return new PageDoor({
      home: this.#home, folder: FOLDER, table: () => this.#table(), random: systemRandom, clock: systemClock, log: silentLog
    })
  }

  async wayIn (): Promise<{ address: string, code: string }> {
    return await this.#door.open()
  }

  /** @param signedIn false: the page asks for a code */
  async enter (browser: Browser | BrowserContext, { signedIn = true, ...options }: BrowserContextOptions & { signedIn?: boolean } = {}):
  Promise<{ page: Page, watch: Watch }> {
    let context = browser as BrowserContext
    if ('newContext' in browser) {
      context = await browser.newContext({ viewport: { width: 1180, height: 760 }, locale: 'en-GB', reducedMotion: 'reduce', ...options })
      this.#contexts.add(context)
    }
    const { address, code } = await this.wayIn()
    const page = await context.newPage()
    const watch = new Watch(page, address)
    await page.goto(signedIn ? `${address}#code=${code}` : address)
    return { page, watch }
  }

  /** The node ends as if it had been killed. */
  async leave (): Promise<void> {
    await this.#door.close({ keep: true })
  }

  async comeBack (): Promise<void> {
    this.#door = this.#make()
    await this.#door.resume()
  }

  tell (event: Told): void {
    const isKept = event.type !== 'typing' && event.type !== 'presence'
    const told = isKept ? { ...event, seq: ++this.#seq } as ApiEvent : event
    if (isKept) this.#log.push(told)
    for (const listener of this.#listeners) listener(told)
  }

  callsOf (method: string): unknown[] {
    return this.calls.filter(call => call.method === method).map(({ params }) => params)
  }

  contact (contactId: string): Contact {
    const chat = this.scene.chats.find(({ contact }) => contact.contactId === contactId)
    if (chat === undefined) throw new AppError('NOT_FOUND', 'no such person')
    return chat.contact
  }

  #change (who: string, change: Partial<Contact>): Contact {
    return Object.assign(this.contact(who), change)
  }

  #message (messageId: string): Message {
    const message = [...this.scene.messages.values()].flat().find(one => one.messageId === messageId)
    if (message === undefined) throw new AppError('NOT_FOUND', 'no such message')
    return message
  }

  #memberOf (who: string): Group['members'][number] {
    return { contactId: who, name: this.contact(who).name, role: 'member', isContact: true, isReached: true, accepted: true, isSelf: false }
  }

  #groupAnswers (): MethodTable {
    const of = (groupId: string): Group => this.scene.groups.find(one => one.groupId === groupId)!
    return {
      'groups.info': ({ group }) => of(group),
      'groups.create': ({ name, people }) => {
        const groupId = idOf(name)
        const self = this.scene.groups[0]!.members[0]!
        const members = people.map(who => this.#memberOf(who))
        const made: Group = { ...this.scene.groups[0]!, groupId, name, members: [self, ...members], doubts: [] }
        this.scene.groups.push(made)
        const group = { state: 'member' as const, members: made.members.length, mayPost: true, mayAdd: true }
        this.scene.chats.push({
          contact: { ...this.scene.chats[1]!.contact, contactId: groupId, name, announcedName: name, unread: 0, group },
          last: null, draft: null, atMs: 0
        })
        this.scene.messages.set(groupId, [])
        return made
      },
      'groups.setRole': ({ group, person, role }) => {
        Object.assign(of(group).members.find(({ contactId }) => contactId === person)!, { role })
        return of(group)
      },
      'groups.remove': ({ group, person }) => {
        of(group).members = of(group).members.filter(({ contactId }) => contactId !== person)
        return of(group)
      },
      'groups.add': ({ group, people }) => {
        of(group).members.push(...people.map(who => this.#memberOf(who)))
        return of(group)
      },
      'groups.verify': ({ group }) => ({ groupId: group, name: of(group).name, digits: this.scene.safety.digits }),
      'groups.links': ({ group }) => ({ links: this.scene.groupLinks.filter(({ groupId }) => groupId === group) }),
      'groups.link': ({ group }) => {
        const made = { ...this.scene.groupLinks[0]!, inviteId: 'made', groupId: group, used: 0, limit: null }
        this.scene.groupLinks.push(made)
        return made
      },
      'groups.join': () => of(this.scene.groups[0]!.groupId),
      'groups.forget': ({ group }) => {
        this.scene.chats = this.scene.chats.filter(({ contact }) => contact.contactId !== group)
        return {}
      },
      'groups.set': ({ group, ...settings }) => Object.assign(of(group), settings),
      'groups.leave': ({ group }) => {
        const outline = { state: 'gone' as const, members: 3, mayPost: false, mayAdd: false }
        this.#change(group, { group: outline })
        of(group).members.shift()
        return Object.assign(of(group), { state: 'gone' as const })
      }
    }
  }

  #table (): MethodTable {
    const table = this.#answers()
    return Object.fromEntries(Object.entries(table).map(([method, answer]) => [method, (params: never, context: never) => {
      this.calls.push({ method, params })
      return (answer as (params: never, context: never) => unknown)(params, context)
    }])) as MethodTable
  }

  #answers (): MethodTable {
    const of = (who: string): Message[] => this.scene.messages.get(who) ?? []
    return {
      status: () => this.scene.status,
      unlock: ({ passphrase }) => {
        if (passphrase !== RIGHT) throw new AppError('WRONG_PASSPHRASE', 'that is not the passphrase')
        this.scene.status.state = 'open'
        return { peerId: '', addresses: [], pid: 1 }
      },
      lock: () => { this.scene.status.state = 'locked'; return {} },
      'profile.words': () => ({ recoveryWords: WORDS }),
      'profile.recover': ({ recoveryWords }) => {
        if (recoveryWords.join() !== WORDS.join()) throw new AppError('BAD_INPUT', 'one of the words is not in the list')
        return { accountId: idOfOwner, name: this.scene.name }
      },
      'passphrase.change': ({ current }) => {
        if (current !== RIGHT) throw new AppError('WRONG_PASSPHRASE', 'that is not the passphrase')
        return {}
      },
      'identity.show': () => ({ accountId: idOfOwner, deviceId: idOfOwner, name: this.scene.name, createdAtMs: 0 }),
      'network.show': () => this.scene.network,
      'network.join': ({ network }) => ({ id: network?.id ?? 'linked', name: network?.name ?? 'Linked' }),
      'network.reconnect': () => ({}),
      'network.export': () => this.scene.exported,
      'network.way': ({ way }) => { this.scene.network.way = way === 'direct' ? 'direct' : 'proxied'; return {} },
      'holdings.show': () => ({ counts: {}, holdings: this.scene.holdings }),
      'mailboxes.list': () => ({ mailboxes: this.scene.mailboxes }),
      'mailboxes.add': ({ address }) => {
        const added = { ...this.scene.mailboxes[0]!, host: 'added', hostId: address, state: 'new' as const }
        this.scene.mailboxes.push(added)
        return added
      },
      'mailboxes.remove': ({ host }) => {
        this.scene.mailboxes = this.scene.mailboxes.filter(({ hostId }) => hostId !== host)
        return {}
      },
      'people.list': () => ({ contacts: this.scene.chats.map(({ contact }) => contact) }),
      'people.why': () => this.scene.explanation,
      'people.verify': ({ who }) => ({ ...this.scene.safety, contactId: who }),
      'people.confirm': ({ who, match }) => this.#change(who, { verified: match }),
      'people.acceptKey': ({ who }) => this.#change(who, { keyChanged: false }),
      'people.block': ({ who }) => this.#change(who, { blocked: true }),
      'people.unblock': ({ who }) => this.#change(who, { blocked: false }),
      'people.rename': ({ who, name }) => {
        const rival = this.scene.chats.find(({ contact }) => contact.name === name && contact.contactId !== who)
        if (rival !== undefined) throw new AppError('EXISTS', `somebody here is called "${name}" already`)
        return this.#change(who, { name })
      },
      'people.setReceipts': ({ who, on }) => this.#change(who, { readReceipts: on }),
      'people.setTyping': ({ who, on }) => this.#change(who, { typing: on }),
      'people.remove': () => ({}),
      'requests.list': () => ({ requests: this.scene.requests }),
      'requests.approve': ({ requestId }) => {
        const request = this.scene.requests.find(one => one.requestId === requestId)!
        this.scene.requests = this.scene.requests.filter(one => one !== request)
        const { name } = request
        const contact = { ...this.scene.chats[1]!.contact, contactId: requestId, name, announcedName: name, unread: 0 }
        this.scene.chats.push({ contact, last: null, draft: null, atMs: 0 })
        return contact
      },
      'requests.decline': ({ requestId }) => {
        this.scene.requests = this.scene.requests.filter(one => one.requestId !== requestId)
        return {}
      },
      'invites.create': ({ reusable = false }) => ({ ...this.scene.invite, reusable }),
      'invites.revoke': ({ inviteId }) => {
        this.scene.groupLinks = this.scene.groupLinks.filter(one => one.inviteId !== inviteId)
        return {}
      },
      'invites.look': ({ link }) => ({ leadsTo: this.scene.groupLinks.some(one => one.link === link) ? 'group' : 'person' }),
      'invites.accept': () => { throw new AppError('BAD_LINK', 'this is no invite link') },
      'chats.list': ({ who }) => ({ chats: this.scene.chats.filter(({ contact }) => who === undefined || contact.contactId === who) }),
      ...this.#groupAnswers(),
      'chats.mute': ({ who, forMs }) => this.#change(who, { muted: forMs !== 0 }),
      'chats.expire': ({ who, afterMs }) => this.#change(who, { expiresAfterMs: afterMs }),
      'chats.archive': ({ who, on }) => this.#change(who, { archived: on }),
      'chats.markUnread': ({ who }) => this.#change(who, { markedUnread: true }),
      'chats.setNote': ({ who, text }) => this.#change(who, { note: text }),
      'chats.typing': () => ({}),
      'chats.draft': ({ who }) => {
        const text = this.scene.chats.find(({ contact }) => contact.contactId === who)?.draft
        return { draft: text === null || text === undefined ? null : { text, atMs: 0 } }
      },
      'chats.setDraft': ({ who, text }) => {
        this.scene.chats.find(({ contact }) => contact.contactId === who)!.draft = text === '' ? null : text
        return {}
      },
      'preferences.get': () => this.scene.preferences,
      'preferences.set': preferences => { this.scene.preferences = preferences; return {} },
      'messages.read': ({ who, limit = 50, before, unread = false, peek = false }) => {
        const all = of(who)
        const at = before === undefined ? all.length : all.findIndex(({ messageId }) => messageId === before)
        if (!peek) this.#change(who, { unread: 0, markedUnread: false })
        return { messages: unread ? all : all.slice(Math.max(0, at - limit), at) }
      },
      'messages.get': ({ messageId }) => this.#message(messageId),
      'messages.send': ({ to, text }) => {
        const messageId = `sent-${++this.#seq}`
        of(to).push({ ...of(to)[0]!, messageId, text, direction: 'out', state: 'waiting', deleted: false, pinned: false, reactions: [] })
        return { messageId, contactId: to, state: 'waiting' }
      },
      'messages.pinned': ({ who }) => ({ messages: of(who).filter(({ pinned }) => pinned) }),
      'messages.pin': ({ messageId, on }) => Object.assign(this.#message(messageId), { pinned: on }),
      'messages.react': ({ messageId }) => this.#message(messageId),
      'messages.edit': ({ messageId, text }) => Object.assign(this.#message(messageId), { text, edited: true }),
      'messages.delete': () => ({}),
      'messages.search': ({ text }) => ({ messages: [...this.scene.messages.values()].flat().filter(one => one.text.includes(text)) }),
      'nearby.list': () => this.scene.nearby,
      'nearby.start': () => { this.scene.nearby.untilMs = Date.now() + 600_000; return this.scene.nearby },
      'nearby.stop': () => { this.scene.nearby.untilMs = null; return {} },
      'nearby.pick': ({ id }) => this.scene.nearby.people.find(one => one.id === id)!,
      'nearby.confirm': ({ id }) => this.scene.nearby.people.find(one => one.id === id)!,
      'events.subscribe': ({ from = this.#seq }, { stream }) => {
        stream(signal => this.#events(signal, from))
        return { latestSeq: this.#seq }
      },
      'echo.start': () => {
        const contact = { ...sceneOf().chats[0]!.contact, contactId: idOf('Echo'), name: 'Echo', announcedName: 'Echo' }
        this.scene.chats.push({ contact, last: null, draft: null, atMs: 0 })
        this.scene.messages.set(contact.contactId, [])
        this.scene.status.echo = contact.contactId
        return contact
      },
      'echo.stop': () => { delete this.scene.status.echo; return {} },
      'holdings.delete': ({ name }) => {
        this.scene.holdings = this.scene.holdings.filter(one => one.name !== name)
        return {}
      },
      'events.unsubscribe': (_params, { endStream }) => { endStream(); return {} }
    }
  }

  /** @param from what was told behind this one comes first: a tab that was away missed it */
  async * #events (signal: AbortSignal, from: number): AsyncIterable<ApiEvent> {
    const waiting = this.#log.filter(event => 'seq' in event && event.seq > from)
    let wake = Promise.withResolvers<void>()
    const listener = (event: ApiEvent): void => { waiting.push(event); wake.resolve() }
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => { wake.resolve() }, { once: true })
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0)
        wake = Promise.withResolvers()
        if (waiting.length === 0) await wake.promise
      }
    } finally {
      this.#listeners.delete(listener)
    }
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await Promise.all([...this.#contexts].map(async context => { await context.close() }))
    await this.#door.close({ keep: false })
    await this.#remove()
  }
}

const idOfOwner = 'e'.repeat(64)
