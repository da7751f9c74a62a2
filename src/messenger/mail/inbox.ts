/**
 * Everything that arrives from contacts' devices. One step decrypts what has gathered, and one atomic batch holds the
 * ratchets' new state and all that the envelopes brought; only then is any of it acknowledged, since an ack before the
 * batch would let a crash lose a message.
 */
import type { Bytes } from '../../base/bytes.ts'
import { CONTENT_ID_BYTES, contentIdFromBytes, type AccountId, type ContentId, type DeviceId } from '../../base/ids.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import type { SteadyClock } from '../../base/steady.ts'
import { DAY, MINUTE, type Clock } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { Contents, type Content } from '../../wire/gen/content.ts'
import { NackReason, type Envelope, type Frame } from '../../wire/gen/delivery.ts'
import { MAX_HASHES_PER_ACK, MAX_TEXT_BYTES } from '../../wire/limits.ts'
import type { SessionOverlay } from '../../crypto/sessions.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { DeviceStates } from '../core/devices.ts'
import { envelopeHash, hashText } from './envelopes.ts'
import { idsOf, isShown, withNewer, withoutOrigin } from './contents.ts'
import type { History } from './history.ts'
import type { Outbox } from './outbox.ts'
import type { Outlet } from './outflow.ts'
import type { Ratchets } from '../core/ratchets.ts'

export interface Sender {
  contactId: AccountId
  device: DeviceId
}

/** What a feature does with its kind of content; writes into the step's own change. */
export type ContentHandler = (sender: Sender, content: Content, change: Change) => Promise<void>
const KINDS = ['read', 'keys', 'pairSecret', 'profile', 'mailboxes', 'edit', 'deletion', 'reaction', 'pin', 'timer', 'group'] as const
type Kind = (typeof KINDS)[number]
/** of who was met in a group alone */
const GROUP_ONLY_KINDS: readonly Kind[] = ['keys', 'pairSecret', 'profile', 'mailboxes', 'group']

/** Envelope hashes are kept longer than any envelope can wait anywhere. */
const SEEN_KEPT_MS = 45 * DAY
/** One step's share: a long step would make the sender wait for its first ack. */
const ENVELOPES_PER_STEP = 32
const MAX_GATHERED = 64
const MAX_UNSENT_ANSWERS = 16_384
const HEAL_INTERVAL_MS = 10 * MINUTE

interface Arrived {
  envelope: Envelope
  outlet: Outlet
}

type Verdicts = Record<'acks' | 'nacks', Map<Outlet, Uint8Array[]>>

interface Step {
  overlay: SessionOverlay
  change: Change
  verdicts: Verdicts
  /** hashes of envelopes */
  inThisStep: Set<string>
  shownInThisStep: Set<ContentId>
  /** one of the envelopes began a session with keys of ours */
  began: boolean
}

class Queue {
  readonly gathered: Arrived[] = []
  running = false
  finished = Promise.resolve()
  spaceLeft: (() => void)[] = []
}

export class Inbox {
  readonly #deps: InboxDeps
  readonly #seen: Table<{ atMs: number, hash: string, device: DeviceId }>
  readonly #handlers = new Map<Kind, ContentHandler>()
  readonly #queues = new Map<DeviceId, Queue>()
  readonly #answering = new WeakMap<Outlet, Answers>()
  readonly #healedAtMs = new Map<DeviceId, number>()

  constructor (deps: InboxDeps) {
    this.#deps = deps
    this.#seen = deps.store.table(TABLES.seen, jsonCodec())
  }

  /** Features register at wiring; the inbox knows none of them. */
  register (kind: Kind, handler: ContentHandler): void {
    this.#handlers.set(kind, handler)
  }

  /** Forgets hashes that no envelope can match any more. */
  async sweep (): Promise<void> {
    const batch = this.#deps.store.batch()
    for await (const { value } of this.#seen.entries({})) {
      if (this.#deps.steady.now() - value.atMs > SEEN_KEPT_MS) this.#seen.del(batch, seenKey(value.device, value.hash))
    }
    await this.#deps.store.commit(batch, { sync: false })
  }

  /** Takes one envelope in. Resolves when there is room for the next: the stream waits until then. */
  async receive (sender: Sender, envelope: Envelope, outlet: Outlet): Promise<void> {
    const queue = this.#queues.get(sender.device) ?? new Queue()
    this.#queues.set(sender.device, queue)
    queue.gathered.push({ envelope, outlet })
    if (!queue.running) {
      queue.running = true
      queue.finished = this.#run(sender, queue)
    }
    while (queue.gathered.length >= MAX_GATHERED) await new Promise<void>(resolve => { queue.spaceLeft.push(resolve) })
  }

  /** Resolves when no step is under way; the store may be closed then. */
  async settled (): Promise<void> {
    await Promise.all([...this.#queues.values()].map(async ({ finished }) => { await finished }))
  }

  async #run (sender: Sender, queue: Queue): Promise<void> {
    try {
      while (queue.gathered.length > 0) {
        const arrived = queue.gathered.splice(0, ENVELOPES_PER_STEP)
        for (const resume of queue.spaceLeft.splice(0)) resume()
        await this.#step(sender, arrived)
      }
    } catch (err) {
      // Nothing of the step is kept and nothing acknowledged: the sender resends when the streams are opened again.
      this.#deps.log.error('inbox step failed', { device: short(sender.device), ...errorFields(err) })
      const outlets = new Set(queue.gathered.map(({ outlet }) => outlet))
      queue.gathered.length = 0
      for (const resume of queue.spaceLeft.splice(0)) resume()
      for (const outlet of outlets) outlet.fail()
    } finally {
      queue.running = false
    }
  }

  async #step (sender: Sender, arrived: Arrived[]): Promise<void> {
    const verdicts: Verdicts = { acks: new Map(), nacks: new Map() }
    let began = false
    try {
      await this.#deps.ratchets.step(sender.device, async (overlay, change) => {
        const step: Step = { overlay, change, verdicts, inThisStep: new Set(), shownInThisStep: new Set(), began: false }
        for (const one of arrived) {
          await this.#open(sender, one, step)
        }
        began = step.began
      })
    } catch (err) {
      for (const { outlet } of arrived) outlet.fail()
      throw err
    }
    for (const [outlet, hashes] of verdicts.acks) this.#answers(outlet).acknowledge(hashes)
    for (const [outlet, hashes] of verdicts.nacks) this.#answers(outlet).refuse(hashes)
    if (verdicts.nacks.size > 0) await this.#heal(sender)
    if (began) await this.#welcomeSession(sender)
    else if (verdicts.acks.size > 0) await this.#deps.outbox.heard(sender.contactId, sender.device)
  }

  /** The other side began a new session, and used our spare bundle up for it. */
  async #welcomeSession ({ contactId, device }: Sender): Promise<void> {
    await this.#deps.outbox.repeat(contactId, device)
    await this.#deps.onSpareUsed({ contactId, device })
  }

  async #open (sender: Sender, { envelope, outlet }: Arrived, step: Step): Promise<void> {
    const { overlay, change, verdicts, inThisStep } = step
    const { device } = sender
    const hash = envelopeHash(envelope.ciphertext as never)
    const text = hashText(hash)
    if (inThisStep.has(text) || await this.#seen.has(seenKey(device, text))) {
      add(verdicts.acks, outlet, hash)
      return
    }
    const result = await overlay.decrypt(device, envelope as never)
    switch (result.kind) {
      case 'plaintext':
        step.began ||= result.began
        await this.#take(sender, result.plaintext, step)
        this.#seen.put(change.batch, seenKey(device, text), { atMs: this.#deps.steady.now(), hash: text, device })
        inThisStep.add(text)
        add(verdicts.acks, outlet, hash)
        return
      case 'duplicate': // its key is spent, yet it is not among those stored: only its contents under a new one can help
      case 'no-session':
      case 'broken':
        this.#deps.log.warn('envelope not readable', { device: short(device), kind: result.kind })
        add(verdicts.nacks, outlet, hash)
        return
      default:
        result satisfies never
    }
  }

  async #take (
    sender: Sender, plaintext: Uint8Array, { change, shownInThisStep }: Pick<Step, 'change' | 'shownInThisStep'>
  ): Promise<void> {
    const { contacts, devices, history, log } = this.#deps
    let decoded: Contents
    try {
      decoded = Contents.decode(plaintext)
    } catch {
      log.warn('contents not understood', { device: short(sender.device) }) // it would be no better the next time
      return
    }
    const row = devices.get(sender.device)
    if (decoded.counter > row.seenCounter && Number.isSafeInteger(decoded.counter)) {
      devices.put(change.batch, { ...row, seenCounter: decoded.counter })
    }
    const contents = withoutOrigin(withNewer(decoded.contents, plaintext)).filter(content => content.id.byteLength === CONTENT_ID_BYTES)
    // Encrypted again, or overtaken by what was encrypted again: what it says may be here already.
    const known = decoded.repeated || decoded.counter < row.seenCounter
      ? await history.known(sender.contactId, contents.filter(isShown).map(({ id }) => id))
      : new Set<ContentId>()
    const texts: Content[] = []
    const isStranger = contacts.get(sender.contactId)?.groupOnly === true
    for (const content of contents) {
      if (isShown(content)) {
        if (isStranger || (content.text?.text.byteLength ?? 0) > MAX_TEXT_BYTES) continue
        const id = contentIdFromBytes(content.id)
        // The same step may hold them twice: under a session that was given up, and under the one that followed.
        if (known.has(id) || shownInThisStep.has(id)) continue
        shownInThisStep.add(id)
        texts.push(content)
      } else {
        await this.#dispatch(sender, content, change, isStranger ? GROUP_ONLY_KINDS : KINDS)
      }
    }
    if (texts.length === 0) return
    this.#deps.steady.witness(texts.reduce((latest, { sentAtMs }) => Math.max(latest, sentAtMs), 0))
    await history.addPage(change, sender.contactId, { direction: 'in', storedAtMs: this.#deps.clock.now(), contents: texts })
    change.emit('message:received', { contactId: sender.contactId, messageIds: idsOf(texts) })
  }

  async #dispatch (sender: Sender, content: Content, change: Change, kinds: readonly Kind[]): Promise<void> {
    for (const kind of kinds) {
      if (content[kind] === undefined) continue
      try {
        await this.#handlers.get(kind)?.(sender, content, change)
      } catch (err) {
        // A contact who sends nonsense must not be able to hold up what came with it.
        this.#deps.log.warn('content refused', { kind, device: short(sender.device), ...errorFields(err) })
      }
    }
  }

  /** Begins a new session from this side as well: the other may have no spare bundle of ours left. */
  async #heal ({ contactId, device }: Sender): Promise<void> {
    const nowMs = this.#deps.steady.now()
    // A clock that was set back must not put it off.
    if (Math.abs(nowMs - (this.#healedAtMs.get(device) ?? -HEAL_INTERVAL_MS)) < HEAL_INTERVAL_MS) return
    this.#healedAtMs.set(device, nowMs)
    if (await this.#deps.outbox.reset(contactId, device)) await this.#deps.onSpareUsed({ contactId, device })
  }

  #answers (outlet: Outlet): Answers {
    const known = this.#answering.get(outlet) ?? new Answers(outlet)
    this.#answering.set(outlet, known)
    return known
  }
}

/**
 * Acknowledgements on their way out of one stream. Nothing waits for them: two sides that each stopped reading until
 * their acks had left would wait for each other for ever.
 */
class Answers {
  readonly #outlet: Outlet
  #acks: Uint8Array[] = []
  #nacks: Uint8Array[] = []
  #sending = false

  constructor (outlet: Outlet) {
    this.#outlet = outlet
  }

  acknowledge (hashes: Uint8Array[]): void {
    this.#acks.push(...hashes)
    void this.#send()
  }

  refuse (hashes: Uint8Array[]): void {
    this.#nacks.push(...hashes)
    void this.#send()
  }

  async #send (): Promise<void> {
    // A peer that sends and never reads: it may keep doing so without us.
    if (this.#acks.length + this.#nacks.length > MAX_UNSENT_ANSWERS) this.#outlet.fail()
    if (this.#sending) return
    this.#sending = true
    try {
      while (this.#acks.length + this.#nacks.length > 0) {
        const acks = this.#acks.splice(0)
        const nacks = this.#nacks.splice(0)
        await this.#outlet.send([...acksOf(acks), ...nacks.map(nackOf)])
      }
    } catch {
      // The stream is gone; the sender asks again over the next one and is told that it is a duplicate.
      this.#acks = []
      this.#nacks = []
    } finally {
      this.#sending = false
    }
  }
}

export interface InboxDeps {
  store: Store
  ratchets: Ratchets
  changes: ChangeLog
  contacts: Contacts
  devices: DeviceStates
  history: History
  outbox: Outbox
  /** the machine's: what people are shown */
  clock: Clock
  /** by which things expire; contacts' messages bear witness to what time it is */
  steady: SteadyClock
  log: Log
  /** a session began anew: the other side needs a spare bundle for the next time */
  onSpareUsed: (sender: Sender) => Promise<void>
}

const seenKey = (device: DeviceId, hash: string): { id: string } => ({ id: `${device}${hash}` })

function add (map: Map<Outlet, Uint8Array[]>, outlet: Outlet, hash: Uint8Array): void {
  const hashes = map.get(outlet) ?? []
  map.set(outlet, hashes)
  hashes.push(hash)
}

function acksOf (hashes: Uint8Array[]): Partial<Frame>[] {
  const frames: Partial<Frame>[] = []
  for (let i = 0; i < hashes.length; i += MAX_HASHES_PER_ACK) {
    frames.push({ ack: { hashes: hashes.slice(i, i + MAX_HASHES_PER_ACK) as Bytes[] } })
  }
  return frames
}

const nackOf = (hash: Uint8Array): Partial<Frame> => ({ nack: { hash: hash as Bytes, reason: NackReason.SESSION_UNKNOWN } })
