/** Envelopes that wait for their receipt, and contents that wait for an envelope, as they lie in the store. */
import { concat, fromBase64url, fromUtf8, toBase64url, toHex, utf8, type Bytes } from '../../base/bytes.ts'
import type { AccountId, ContentId, DeviceId } from '../../base/ids.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Codec, EntriesOptions, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { Content } from '../../wire/gen/content.ts'
import { ENVELOPE_HASH_BYTES } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import type { Step } from '../core/journeys.ts'
import { Custody } from './custody.ts'
import type { History } from './history.ts'
import type { StoredContents } from './parcels.ts'
import type { OutboxItem } from '../core/rows.ts'

/** What of an envelope stays in memory until it is receipted; the ciphertext stays on the disk. */
export interface EnvelopeRef {
  at: bigint
  hash: string
  preKey: boolean
  /** positions of the history pages whose contents it carries */
  pages: string[]
  /** encoded contents that show nowhere */
  inline: string[]
  /** the shown contents, for the facts that go out about them */
  messageIds: ContentId[]
  /** made for a mailbox, and on no stream yet */
  unsent?: true
  /** what became of it in this run, until that is kept */
  steps?: Step[]
}

type Damaged = Pick<EntriesOptions, 'onDamaged'>

interface StoredEnvelope {
  ref: EnvelopeRef
  ciphertext: Bytes
}

const envelopeCodec: Codec<StoredEnvelope> = {
  encode ({ ref, ciphertext }) {
    const { steps: _, ...kept } = ref
    const header = utf8(JSON.stringify({ ...kept, at: `${ref.at}` }))
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, header.byteLength)
    return concat(length, header, ciphertext)
  },
  decode (bytes) {
    const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    const header = JSON.parse(fromUtf8(bytes.subarray(4, end))) as EnvelopeRef & { at: string }
    return { ref: { ...header, at: BigInt(header.at) }, ciphertext: new Uint8Array(bytes.subarray(end)) }
  }
}

export const envelopeHash = (ciphertext: Bytes): Bytes => sha256(ciphertext).slice(0, ENVELOPE_HASH_BYTES)
export const hashText = (hash: Uint8Array): string => toHex(hash)

export class EnvelopeStore {
  readonly #envelopes: Table<StoredEnvelope>
  readonly #waiting: Table<OutboxItem>
  readonly #history: History
  readonly custody: Custody

  constructor ({ store, history }: { store: Store, history: History }) {
    this.#envelopes = store.table(TABLES.envelopes, envelopeCodec)
    this.#waiting = store.table(TABLES.outbox, jsonCodec<OutboxItem>())
    this.#history = history
    this.custody = new Custody({ store })
  }

  put (batch: Batch, device: DeviceId, ref: EnvelopeRef, ciphertext: Bytes): void {
    this.#envelopes.put(batch, { id: device, at: ref.at }, { ref, ciphertext })
  }

  del (batch: Batch, device: DeviceId, { at }: Pick<EnvelopeRef, 'at'>): void {
    this.#envelopes.del(batch, { id: device, at })
    this.custody.del(batch, device, at)
  }

  /** In the order they were made. */
  async * refs (device: DeviceId, options: Damaged = {}): AsyncIterable<EnvelopeRef> {
    for await (const { value } of this.#envelopes.entries({ id: device, ...options })) yield value.ref
  }

  async ciphertext (device: DeviceId, ref: EnvelopeRef): Promise<Bytes | undefined> {
    return (await this.#envelopes.getSound({ id: device, at: ref.at }))?.ciphertext
  }

  /** What became of an envelope that has no receipt yet is what became of its pages. */
  async addSteps (change: Change, contactId: AccountId, { pages }: EnvelopeRef, steps: readonly Step[]): Promise<void> {
    for (const page of pages) await this.#history.addSteps(change, contactId, BigInt(page), steps)
  }

  putWaiting (batch: Batch, device: DeviceId, at: bigint, item: OutboxItem): void {
    this.#waiting.put(batch, { id: device, at }, item)
  }

  delWaiting (batch: Batch, device: DeviceId, at: bigint): void {
    this.#waiting.del(batch, { id: device, at })
  }

  async * waiting (device: DeviceId, options: Damaged = {}): AsyncIterable<{ at: bigint, item: OutboxItem }> {
    for await (const { at, value } of this.#waiting.entries({ id: device, ...options })) yield { at, item: value }
  }

  /** The contents that a page or an inline item stands for; none when they were removed or damaged meanwhile. */
  async contents (contactId: AccountId, { pages, inline }: { pages: string[], inline: string[] }): Promise<Content[]> {
    const contents = inline.map(outlineItem)
    for (const position of pages) {
      const page = await this.#history.page(contactId, BigInt(position))
      contents.push(...page?.contents ?? [])
    }
    return contents
  }

  /** What a waiting row stands for. */
  async storedContents (contactId: AccountId, device: DeviceId, at: bigint): Promise<StoredContents> {
    const item = await this.#waiting.getSound({ id: device, at })
    const pages = item !== undefined && 'page' in item ? [item.page] : []
    const inline = item !== undefined && 'content' in item ? [item.content] : []
    return { pages, inline, contents: await this.contents(contactId, { pages, inline }) }
  }

  async removeAll (batch: Batch, device: DeviceId): Promise<void> {
    this.custody.removeAll(batch, device)
    for await (const { at } of this.#envelopes.entries({ id: device })) this.#envelopes.del(batch, { id: device, at })
    for await (const { at } of this.#waiting.entries({ id: device })) this.#waiting.del(batch, { id: device, at })
  }
}

export const outlineItem = (text: string): Content => Content.decode(fromBase64url(text))
export const inlineItem = (content: Content): string => toBase64url(Content.encode(content))
