/** Why messages to somebody have not arrived: what was tried, what came of it, what would help; in plain words. */
import type { AccountId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../base/time.ts'
import type { NetworkNode } from '../network/node.ts'
import type { AttemptRecord, Attempts } from './reach/attempts.ts'
import { shownName } from './core/contacts.ts'
import type { Via } from './core/journeys.ts'
import type { Overview } from './mailboxes/overview.ts'
import type { Fault } from './mailboxes/rows.ts'
import type { Guards } from './reach/guards.ts'
import type { Link, Links } from './reach/links.ts'
import type { Outbox } from './mail/outbox.ts'
import type { ContactRow } from './core/rows.ts'
import { waysOf } from './reach/ways.ts'
import type { Whereabouts } from './reach/whereabouts.ts'

export interface Explanation {
  lines: string[]
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

const RESULTS: Record<string, string> = {
  connected: 'connected',
  PEER_UNREACHABLE: 'nobody answered there',
  NETWORK_MISMATCH: 'somebody of another network, or with another key, answered there',
  NETWORK_BLOCKED: 'this computer could not send anything there',
  REFUSED: 'somebody answered who is not them, or who does not want to hear from you',
  TIMED_OUT: 'no answer in time'
}

const LIES: Record<Fault, string> = {
  altered: 'alters what it keeps for you',
  repeated: 'hands you the same things again and again',
  disordered: 'hands you things in another order than its own',
  withheld: 'keeps back what it took for you'
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
    return { lines: [...this.#standing(contact, waiting), ...more, ...this.#liars()], facts }
  }

  #standing (contact: ContactRow, waiting: number): string[] {
    const { links, outbox, joins, node } = this.#deps
    const name = shownName(contact)
    const route = links.of(contact.contactId)[0]
    const lines: string[] = []
    if (contact.blockedAtMs !== undefined) lines.push(`You blocked ${name}: nothing is sent or taken. Undo it: nobyte unblock "${name}"`)
    if (contact.offeredAccount !== undefined) {
      lines.push(`${name}'s keys changed. Sending waits until you have compared the numbers: nobyte verify "${name}"`)
    }
    if (outbox.isBroken(contact.contactId)) {
      lines.push(`The encrypted session with ${name} was lost and cannot be begun from here. It heals when you two are connected.`)
    }
    const owed = waiting === 1 ? '1 message waits' : `${waiting} messages wait`
    if (route !== undefined) {
      const { relay } = relayOf(node, route)
      lines.push(`${name} is online, ${relay === undefined ? 'directly' : `through the relay of ${relay}`} at ${route.remoteAddress}.`)
      lines.push(waiting === 0 ? 'Everything you wrote has arrived.' : `${owed} for the answer that it arrived.`)
      return lines
    }
    if (contact.state === 'pending') {
      lines.push(joins.pendingFor(contact.contactId)?.waitingForApproval === true
        ? `${name} has your request and has not approved it yet.`
        : `${name} has not answered your first message yet: their device has to be online once while yours is.`)
    } else {
      lines.push(`${name} is not connected${contact.lastSeenMs === undefined ? '' : `; last seen ${this.#ago(contact.lastSeenMs)}`}.`)
    }
    lines.push(waiting === 0 ? 'Nothing waits for them.' : `${owed} here and will go when they appear.`)
    return lines
  }

  /** What lies elsewhere for them. */
  #custody (contact: ContactRow): string[] {
    const { mailboxes, outbox } = this.#deps
    const lines: string[] = []
    for (const { deviceId } of contact.devices) {
      const { told, left, hosts, troubles, doubted } = mailboxes.standing(deviceId)
      if (left > 0) {
        const until = formatDay(Math.min(...hosts.map(({ untilMs }) => untilMs)))
        lines.push(`What you wrote lies in ${left === 1 ? 'one sealed envelope' : `${left} sealed envelopes`} with ` +
          `${hosts.map(({ host }) => host).join(' and ')}, until ${until} at least: they will find it there, also when you are off.`)
      } else if (!told && outbox.owed(contact.contactId) > 0) {
        lines.push('They have not said where to leave something for them: one of you has to be there when the other is.')
      }
      for (const { host } of troubles) lines.push(`The mailbox host ${host}, where they fetch, cannot be reached at present.`)
      for (const host of doubted) lines.push(`Something that ${host} had taken did not reach them; it is left anew.`)
    }
    return lines
  }

  /** Hosts where this device fetches, and which are not honest. */
  #liars (): string[] {
    return this.#deps.mailboxes.list().flatMap(({ host, altered, lied, replaced }) => {
      const deeds = lied.map(fault => LIES[fault])
      if (deeds.length > 0) {
        return [`Your mailbox host ${host} ${listed(deeds)}. Nothing is lost by it, it only takes longer; ` + (replaced
          ? 'your contacts are told of another one in its place.'
          : 'there is no other one to take its place yet. Add one: nobyte mailbox add ADDRESS')]
      }
      const cells = altered === 1 ? 'one cell' : `${altered} cells`
      return altered === 0 ? [] : [
        `Of what lay at your mailbox host ${host}, ${cells} could not be opened: that host alters them, or somebody left nonsense there.`
      ]
    })
  }

  #absence (contact: ContactRow, attempt: AttemptRecord | undefined): string[] {
    const { node, clock, whereabouts, guards } = this.#deps
    const { way, notes } = waysOf(guards)
    const lines = way === 'proxied' ? [...notes] : []
    if (node.dht.tableSize() === 0) {
      const failure = node.bootstrap().find(({ error }) => error !== undefined)?.error
      lines.push(node.network.kind === 'lan'
        ? 'Nobody else of this network is in sight. On a LAN both computers must be on the same network, and it must let multicast through.'
        : `No server of this network can be reached${failure === undefined ? '' : `: ${failure.message}`}. See: nobyte status`)
    }
    const recordAtMs = this.#recordAtMs(contact, attempt)
    lines.push(recordAtMs === null
      ? 'No record of where they are was found: they have not been online lately, or not on this network, or servers hide it.'
      : `They last told where they are ${this.#ago(recordAtMs)}.`)
    // It would still be there: records live for a day and longer.
    if (attempt?.lookedUp === true && attempt.recordAtMs === undefined && clock.now() - (recordAtMs ?? 0) < DAY) {
      lines.push('The servers that should have that record say nothing of it: they lost it, or they hide it.')
    }
    if (whereabouts.published(contact.contactId)?.stored === 0 && node.dht.tableSize() > 0) {
      lines.push('No server has taken the record of where you are: they cannot look you up either.')
    }
    lines.push(...this.#tries(attempt))
    if (attempt?.nextAtMs !== undefined && attempt.nextAtMs > clock.now()) {
      lines.push(`Next try in ${duration(attempt.nextAtMs - clock.now())}; at once when they come online.`)
    }
    return lines
  }

  /** What was tried to do without the relay. */
  #detour (attempt: AttemptRecord | undefined): string[] {
    return ['The relay sees that you two talk, when and how much, and nothing of what you say.', ...this.#tries(attempt)]
  }

  #tries (attempt: AttemptRecord | undefined): string[] {
    const lines: string[] = []
    for (const { addresses, atMs, result } of attempt?.dials ?? []) {
      const where = addresses.length === 0 ? 'an address' : addresses.slice(0, 3).join(', ')
      lines.push(`Tried ${where} ${this.#ago(atMs)}: ${RESULTS[result] ?? result}.`)
    }
    return lines
  }

  #recordAtMs ({ devices }: ContactRow, attempt: AttemptRecord | undefined): number | null {
    const newest = Math.max(attempt?.recordAtMs ?? 0, ...devices.map(({ seq }) => seq))
    return newest > 0 ? newest : null
  }

  #ago (atMs: number): string {
    const passed = this.#deps.clock.now() - atMs
    return passed < 2 * SECOND ? 'just now' : `${duration(passed)} ago`
  }
}

export const viaOf = (node: NetworkNode, link: Pick<Link, 'route' | 'remoteAddress'>): Via =>
  ({ route: link.route, ...relayOf(node, link) })

function relayOf (node: NetworkNode, { route, remoteAddress }: Pick<Link, 'route' | 'remoteAddress'>): { relay?: string } {
  return route === 'direct' ? {} : { relay: node.relayAt(remoteAddress) ?? 'somebody unknown' }
}

const listed = (deeds: string[]): string =>
  deeds.length < 2 ? deeds.join('') : `${deeds.slice(0, -1).join(', ')} and ${deeds.at(-1)}`

const formatDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function duration (ms: number): string {
  for (const [unitMs, name] of [[DAY, 'day'], [HOUR, 'hour'], [MINUTE, 'minute'], [SECOND, 'second']] as const) {
    const count = Math.floor(ms / unitMs)
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'a moment'
}
