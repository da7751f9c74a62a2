/** Where contacts fetch what is left for them while they are away, as they told it. */
import { copy, fromBase64url, toBase64url } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { MINUTE, type Clock } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { addressBytes, addressTexts } from '../../wire/addresses.ts'
import { MailboxRoute } from '../../wire/gen/mailbox.ts'
import { MAX_PROXY_HELLO_BYTES, QUEUE_ID_BYTES, QUEUE_KEY_BYTES } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import type { Hosts } from './hosts.ts'
import type { Route, RoutesRow } from './rows.ts'

/** A queue that takes nothing is tried again then. */
const CLOSED_REST_MS = 10 * MINUTE
const MAX_OPERATOR_CHARS = 64

export class Routes {
  readonly #table: Table<RoutesRow>
  readonly #hosts: Hosts
  readonly #clock: Clock
  readonly #rows = new Map<DeviceId, RoutesRow>()
  /** sender ids that a host knows no more, or has no room for until then */
  readonly #closed = new Map<string, number>()

  constructor ({ store, hosts, clock }: { store: Store, hosts: Hosts, clock: Clock }) {
    this.#table = store.table(TABLES.mailRoutes, jsonCodec<RoutesRow>())
    this.#hosts = hosts
    this.#clock = clock
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#remember(value)
  }

  /** Those that may work now, the best first. */
  of (device: DeviceId): Route[] {
    // A queue's end is put off with each fetch, so the host alone knows when it has come.
    return (this.#rows.get(device)?.routes ?? [])
      .filter(({ sid }) => (this.#closed.get(sid) ?? 0) < this.#clock.now())
      // Who runs it, the network file says if it knows this host, and otherwise whoever fetches there.
      .map(route => ({ ...route, host: { ...route.host, operator: this.#hosts.get(route.host.peerId)?.operator ?? route.host.operator } }))
      .sort((a, b) => Number(this.#hosts.isResting(a.host.peerId)) - Number(this.#hosts.isResting(b.host.peerId)))
  }

  row (device: DeviceId): RoutesRow | undefined {
    return this.#rows.get(device)
  }

  put (change: Change, row: RoutesRow): void {
    this.#table.put(change.batch, { id: row.device }, row)
    change.after(() => { this.#remember(row) })
  }

  forget (change: Change, device: DeviceId): void {
    this.#table.del(change.batch, { id: device })
    change.after(() => { this.#rows.delete(device) })
  }

  /** No room, or no such queue any more: its owner may fetch, or make it anew. */
  noteClosed (sid: string): void {
    this.#closed.set(sid, this.#clock.now() + CLOSED_REST_MS)
  }

  #remember (row: RoutesRow): void {
    this.#rows.set(row.device, row)
    for (const { host } of row.routes) if (this.#hosts.get(host.peerId) === undefined) this.#hosts.learn(host)
  }
}

/** What a contact or a bundle says of mailboxes; nothing of it that cannot be one survives. */
export function readRoutes (routes: readonly MailboxRoute[]): Route[] {
  return routes.flatMap(({ host, sid, senderKey, untilMs, guard }) => {
    if (host === undefined || sid.byteLength !== QUEUE_ID_BYTES) return []
    if (senderKey.byteLength !== QUEUE_KEY_BYTES || host.key.byteLength !== QUEUE_KEY_BYTES) return []
    const addresses = addressTexts(host.addresses)
    if (addresses.length === 0 || host.peerId.byteLength === 0 || !Number.isSafeInteger(untilMs)) return []
    return [{
      host: {
        peerId: toBase64url(host.peerId),
        key: toBase64url(host.key),
        addresses,
        operator: host.operator.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, MAX_OPERATOR_CHARS)
      },
      sid: toBase64url(sid),
      privateKey: toBase64url(senderKey),
      untilMs,
      ...(guard.byteLength > 0 && guard.byteLength <= MAX_PROXY_HELLO_BYTES ? { guard: toBase64url(guard) } : {})
    }]
  })
}

export const writeRoutes = (routes: readonly Route[]): MailboxRoute[] => routes.map(({ host, sid, privateKey, untilMs, guard }) => ({
  host: {
    peerId: fromBase64url(host.peerId), key: fromBase64url(host.key), operator: host.operator, addresses: addressBytes(host.addresses)
  },
  sid: fromBase64url(sid),
  senderKey: copy(fromBase64url(privateKey)),
  untilMs,
  guard: guard === undefined ? new Uint8Array(0) : fromBase64url(guard)
}))

/** For what is looked up by contact. */
export const routesRow = (
  { contactId, device, routes, atMs, provisional = false }:
  { contactId: AccountId, device: DeviceId, routes: Route[], atMs: number, provisional?: boolean }
): RoutesRow => ({ contactId, device, routes, atMs, ...(provisional ? { provisional } : {}) })

/** As they lie in a row of whoever does not use them. */
export const encodedRoutes = (routes: readonly MailboxRoute[]): string[] => routes.map(route => toBase64url(MailboxRoute.encode(route)))
export const decodedRoutes = (texts: readonly string[]): Route[] => readRoutes(texts.map(text => MailboxRoute.decode(fromBase64url(text))))
