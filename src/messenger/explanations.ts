/** Why messages to somebody have not arrived: what was tried, what came of it, what would help; in plain words. */
import type { AccountId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { DAY } from '../base/time.ts'
import type { NetworkNode } from '../network/node.ts'
import type { AttemptRecord, Attempts } from './reach/attempts.ts'
import { shownName } from './core/contacts.ts'
import type { Via } from './core/journeys.ts'
import { SAYINGS, say, type Saying, type SayingCode, type SayingValues } from './core/sayings.ts'
import type { Overview } from './mailboxes/overview.ts'
import type { Guards } from './reach/guards.ts'
import type { Link, Links } from './reach/links.ts'
import type { Outbox } from './mail/outbox.ts'
import type { ContactRow } from './core/rows.ts'
import { waysOf } from './reach/ways.ts'
import type { Whereabouts } from './reach/whereabouts.ts'

export interface Explanation {
  /** the same in English */
  lines: string[]
  said: Saying[]
  facts: Record<string, unknown>
}

export interface ExplanationsDeps {
  node: NetworkNode
  links: Links
  outbox: Outbox
  attempts: Attempts
  whereabouts: Whereabouts
  mailboxes: Pick<Overview, 'standing' | 'list'>
  guards: Guards
  /** of a contact whose link was not answered yet */
  joins: { pendingFor: (contactId: AccountId) => { waitingForApproval?: boolean } | undefined }
  clock: Clock
}

export class Explanations {
  readonly #deps: ExplanationsDeps

  constructor (deps: ExplanationsDeps) {
    this.#deps = deps
  }

  why (contact: ContactRow): Explanation {
    const { links, outbox, attempts, whereabouts, mailboxes, guards, node, joins } = this.#deps
    const open = links.of(contact.contactId)
    const waiting = outbox.owed(contact.contactId)
    const attempt = attempts.latest(contact.contactId)
    const published = whereabouts.published(contact.contactId)
    const join = joins.pendingFor(contact.contactId)
    const route = open[0]
    const facts = {
      state: contact.state,
      waiting,
      route: route === undefined ? null : {
        kind: route.route, address: route.remoteAddress, direction: route.direction, ...relayOf(node, route)
      },
      lastSeenMs: contact.lastSeenMs ?? null,
      recordAtMs: this.#recordAtMs(contact, attempt),
      dials: attempt?.dials ?? [],
      nextAttemptAtMs: attempt?.nextAtMs ?? null,
      published: published ?? null,
      dhtServers: node.dht.tableSize(),
      waitingForApproval: join?.waitingForApproval ?? false,
      mailboxes: contact.devices.map(({ deviceId }) => mailboxes.standing(deviceId)),
      way: waysOf(guards).way,
      guards: guards.list(),
      sessionBroken: outbox.isBroken(contact.contactId)
    }
    const more = route === undefined
      ? [...this.#custody(contact), ...this.#absence(contact, attempt)]
      : route.route === 'relayed' ? this.#detour(attempt) : []
    const said = [...this.#standing(contact, waiting), ...more, ...this.#liars()]
    return { lines: said.map(({ text }) => text), said, facts }
  }

  #standing (contact: ContactRow, waiting: number): Saying[] {
    const { links, outbox, joins, mailboxes, node } = this.#deps
    const name = shownName(contact)
    const route = links.of(contact.contactId)[0]
    const said: Saying[] = []
    if (contact.blockedAtMs !== undefined) said.push(say('why.blocked', { name }))
    if (contact.offeredAccount !== undefined) said.push(say('why.keyChanged', { name }))
    if (outbox.isBroken(contact.contactId)) said.push(say('why.broken', { name }))
    if (route !== undefined) {
      const { relay } = relayOf(node, route)
      const address = route.remoteAddress
      said.push(relay === undefined ? say('why.direct', { name, address }) : say('why.relayed', { name, relay, address }))
      said.push(waiting === 0 ? say('why.arrived') : say('why.unconfirmed', { count: waiting }))
      return said
    }
    if (contact.state === 'pending') {
      const isAsked = joins.pendingFor(contact.contactId)?.waitingForApproval === true
      said.push(say(isAsked ? 'why.unapproved' : 'why.unanswered', { name }))
    } else {
      const { lastSeenMs } = contact
      said.push(lastSeenMs === undefined ? say('why.away', { name }) : this.#say('why.awaySince', { name, agoMs: lastSeenMs }))
    }
    const isElsewhere = contact.devices.some(({ deviceId }) => mailboxes.standing(deviceId).left > 0)
    said.push(waiting === 0 ? say('why.nothing') : say(isElsewhere ? 'why.unconfirmed' : 'why.waiting', { count: waiting }))
    return said
  }

  /** What lies elsewhere for them. */
  #custody (contact: ContactRow): Saying[] {
    const { mailboxes, outbox } = this.#deps
    const said: Saying[] = []
    for (const { deviceId } of contact.devices) {
      const { told, left, hosts, troubles, doubted } = mailboxes.standing(deviceId)
      if (left > 0) {
        const dayMs = Math.min(...hosts.map(({ untilMs }) => untilMs))
        said.push(say('why.custody', { count: left, hosts: hosts.map(({ host }) => host), dayMs }))
      } else if (!told && outbox.owed(contact.contactId) > 0) {
        said.push(say('why.noMailbox'))
      }
      for (const { host } of troubles) said.push(say('why.mailboxAway', { host }))
      for (const host of doubted) said.push(say('why.mailboxLost', { host }))
    }
    return said
  }

  /** Hosts where this device fetches, and which are not honest. */
  #liars (): Saying[] {
    return this.#deps.mailboxes.list().flatMap(({ host, altered, lied, replaced }) => {
      if (lied.length > 0) return lied.map(fault => say(`${replaced ? 'lied' : 'liesAlone'}.${fault}`, { host }))
      return altered === 0 ? [] : [say('why.altered', { host, count: altered })]
    })
  }

  #absence (contact: ContactRow, attempt: AttemptRecord | undefined): Saying[] {
    const { node, clock, whereabouts, guards } = this.#deps
    const { way, notes } = waysOf(guards)
    const said = way === 'proxied' ? [...notes] : []
    if (node.dht.tableSize() === 0) said.push(this.#aloneness())
    const recordAtMs = this.#recordAtMs(contact, attempt)
    said.push(recordAtMs === null ? say('why.noRecord') : this.#say('why.record', { agoMs: recordAtMs }))
    // It would still be there: records live for a day and longer.
    if (attempt?.lookedUp === true && attempt.recordAtMs === undefined && clock.now() - (recordAtMs ?? 0) < DAY) {
      said.push(say('why.recordGone'))
    }
    if (whereabouts.published(contact.contactId)?.stored === 0 && node.dht.tableSize() > 0) said.push(say('why.unpublished'))
    said.push(...this.#tries(attempt))
    if (attempt?.nextAtMs !== undefined && attempt.nextAtMs > clock.now()) {
      said.push(say('why.next', { spanMs: attempt.nextAtMs - clock.now() }))
    }
    return said
  }

  #aloneness (): Saying {
    const { node } = this.#deps
    if (node.network.kind === 'lan') return say('why.lanAlone')
    const failure = node.bootstrap().find(({ error }) => error !== undefined)?.error
    return failure === undefined ? say('why.noServer') : say('why.noServerSince', { error: failure.message, errorCode: failure.code })
  }

  /** What was tried to do without the relay. */
  #detour (attempt: AttemptRecord | undefined): Saying[] {
    return [say('why.relaySees'), ...this.#tries(attempt)]
  }

  #tries (attempt: AttemptRecord | undefined): Saying[] {
    return (attempt?.dials ?? []).map(({ addresses, atMs, result }) => {
      const code = `tried.${result}`
      return this.#say(Object.hasOwn(SAYINGS, code) ? code as SayingCode : 'tried.other', {
        addresses: addresses.length === 0 ? 'an address' : addresses.slice(0, 3).join(', '), agoMs: atMs, result
      })
    })
  }

  #recordAtMs ({ devices }: ContactRow, attempt: AttemptRecord | undefined): number | null {
    const newest = Math.max(attempt?.recordAtMs ?? 0, ...devices.map(({ seq }) => seq))
    return newest > 0 ? newest : null
  }

  #say (code: SayingCode, values: SayingValues): Saying {
    return say(code, values, this.#deps.clock.now())
  }
}

export const viaOf = (node: NetworkNode, link: Pick<Link, 'route' | 'remoteAddress'>): Via =>
  ({ route: link.route, ...relayOf(node, link) })

function relayOf (node: NetworkNode, { route, remoteAddress }: Pick<Link, 'route' | 'remoteAddress'>): { relay?: string } {
  return route === 'direct' ? {} : { relay: node.relayAt(remoteAddress) ?? 'somebody unknown' }
}
