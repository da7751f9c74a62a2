/**
 * What the node has to say in plain words: each sentence under a code, with what is filled in beside it, so that whoever
 * shows it can say it in another language. The page's catalogues hold every code that stands here.
 */
import { DAY, HOUR, MINUTE, SECOND } from '../../base/time.ts'

/** `dayMs`: a moment, shown as its day; `agoMs`: since when, as a span of time; `spanMs`: a span of time. */
export type SayingValues = Record<string, string | number | string[]>

export interface Saying {
  code: SayingCode
  values: SayingValues
  /** the same in English */
  text: string
}

type Template = string | { one: string, other: string }

const REPLACED = 'Nothing is lost by it, it only takes longer; your contacts are told of another one in its place.'
const ALONE = 'Nothing is lost by it, it only takes longer; there is no other one to take its place yet. Add one: ' +
  'nobyte mailbox add ADDRESS'

export const SAYINGS = {
  'why.blocked': 'You blocked {name}: nothing is sent or taken. Undo it: nobyte unblock "{name}"',
  'why.keyChanged': '{name}\'s keys changed. Sending waits until you have compared the numbers: nobyte verify "{name}"',
  'why.broken': 'The encrypted session with {name} was lost and cannot be begun from here. It heals when you two are connected.',
  'why.direct': '{name} is online, directly at {address}.',
  'why.relayed': '{name} is online, through the relay of {relay} at {address}.',
  'why.arrived': 'Everything you wrote has arrived.',
  'why.unconfirmed': {
    one: '1 message waits for the answer that it arrived.', other: '{count} messages wait for the answer that it arrived.'
  },
  'why.unapproved': '{name} has your request and has not approved it yet.',
  'why.unanswered': '{name} has not answered your first message yet.',
  'why.away': '{name} is not connected.',
  'why.awaySince': '{name} is not connected; last seen {agoMs}.',
  'why.nothing': 'Nothing waits for them.',
  'why.waiting': {
    one: '1 message waits here and will go when they appear.', other: '{count} messages wait here and will go when they appear.'
  },
  'why.custody': {
    one: 'What you wrote lies in one sealed envelope with {hosts}, until {dayMs} at least: they will find it there, also when you are off.',
    other: 'What you wrote lies in {count} sealed envelopes with {hosts}, until {dayMs} at least: ' +
      'they will find it there, also when you are off.'
  },
  'why.noMailbox': 'They have not said where to leave something for them: one of you has to be there when the other is.',
  'why.mailboxAway': 'The mailbox host {host}, where they fetch, cannot be reached at present.',
  'why.mailboxLost': 'Something that {host} had taken did not reach them; it is left anew.',
  'why.lanAlone': 'Nobody else of this network is in sight. On a LAN both computers must be on the same network, ' +
    'and it must let multicast through.',
  'why.noServer': 'No server of this network can be reached. See: nobyte status',
  'why.noServerSince': 'No server of this network can be reached: {error}. See: nobyte status',
  'why.noRecord': 'No record of where they are was found: they have not been online lately, or not on this network, or servers hide it.',
  'why.record': 'They last told where they are {agoMs}.',
  'why.recordGone': 'The servers that should have that record say nothing of it: they lost it, or they hide it.',
  'why.unpublished': 'No server has taken the record of where you are: they cannot look you up either.',
  'why.next': 'Next try in {spanMs}; at once when they come online.',
  'why.relaySees': 'The relay sees that you two talk, when and how much, and nothing of what you say.',
  'lied.altered': `Your mailbox host {host} alters what it keeps for you. ${REPLACED}`,
  'lied.repeated': `Your mailbox host {host} hands you the same things again and again. ${REPLACED}`,
  'lied.disordered': `Your mailbox host {host} hands you things in another order than its own. ${REPLACED}`,
  'lied.withheld': `Your mailbox host {host} keeps back what it took for you. ${REPLACED}`,
  'liesAlone.altered': `Your mailbox host {host} alters what it keeps for you. ${ALONE}`,
  'liesAlone.repeated': `Your mailbox host {host} hands you the same things again and again. ${ALONE}`,
  'liesAlone.disordered': `Your mailbox host {host} hands you things in another order than its own. ${ALONE}`,
  'liesAlone.withheld': `Your mailbox host {host} keeps back what it took for you. ${ALONE}`,
  'why.altered': {
    one: 'Of what lay at your mailbox host {host}, one cell could not be opened: that host alters them, or somebody left nonsense there.',
    other: 'Of what lay at your mailbox host {host}, {count} cells could not be opened: that host alters them, ' +
      'or somebody left nonsense there.'
  },
  'tried.connected': 'Tried {addresses} {agoMs}: connected.',
  'tried.PEER_UNREACHABLE': 'Tried {addresses} {agoMs}: nobody answered there.',
  'tried.NETWORK_MISMATCH': 'Tried {addresses} {agoMs}: somebody of another network, or with another key, answered there.',
  'tried.NETWORK_BLOCKED': 'Tried {addresses} {agoMs}: this computer could not send anything there.',
  'tried.REFUSED': 'Tried {addresses} {agoMs}: somebody answered who is not them, or who does not want to hear from you.',
  'tried.TIMED_OUT': 'Tried {addresses} {agoMs}: no answer in time.',
  'tried.other': 'Tried {addresses} {agoMs}: {result}.',
  'way.awaited': {
    one: 'Of the servers that your link names {places} has not answered yet. ' +
      'Nothing is asked of the others before, so that none of them sees your address beside it.',
    other: 'Of the servers that your link names {places} have not answered yet. ' +
      'Nothing is asked of the others before, so that none of them sees your address beside it.'
  },
  'way.proxied': 'Mailboxes and look-ups go over {guards}, who can see your address and which server you ask, not about whom; ' +
    'that server sees no address of yours. Together they could join the two.',
  'way.proxiedSoon': 'Mailboxes and look-ups go over another operator\'s node, who can see your address and which server you ask, ' +
    'not about whom; that server sees no address of yours. Together they could join the two.',
  'way.unnamed': 'The link that brought you here names {guards} by where they are, and not who runs them: that these are ' +
    'different people, you have from whoever made it. A network file says who.',
  'way.exposed': 'No other operator\'s node answers: {hosts} is reached straight, and sees your address. ' +
    'To forbid it: nobyte network way proxied',
  'way.stranded': 'No other operator\'s node leads to {hosts} at present, and you forbade the straight way on this network: ' +
    'what lies there, or is to be left there, waits. To allow it: nobyte network way usual',
  'way.failing': '{guards} does not answer at present; others are used where there are any.',
  'way.servers': 'The DHT servers near a contact\'s key see the addresses of the two of you who touch it, not who you are.',
  'way.chosen': 'You chose the direct way on this network: its servers see your address beside what you ask for. ' +
    'The DHT servers near a contact\'s key see the addresses of the two of you who touch it, not who you are.',
  'way.incomplete': 'Of the servers that your link names {places} does not answer: the others are asked straight, and see your ' +
    'address. To forbid it: nobyte network way proxied',
  'way.oneOperator': '{operator} runs every server of this network that is known here, and so sees the addresses of both ends. ' +
    'The DHT servers near a contact\'s key see the addresses of the two of you who touch it, not who you are.',
  'network.looking': 'Looking for others on this network.',
  'network.alone': 'Nobody on this network can be reached at present.',
  'network.serverAway': 'The network\'s server {server} cannot be reached: {error}.',
  'network.addressAway': 'The address in the link, {server} cannot be reached: {error}.',
  'clock.doubted': 'This computer\'s clock says {dayMs}, {spanMs} before where it was last seen. ' +
    'Nothing expires until it is set right, or a contact\'s clock agrees with it.',
  'clock.leapt': 'This computer\'s clock says {dayMs}, {spanMs} after where it was last seen. ' +
    'Nothing expires until it is set right, or a contact\'s clock agrees with it.',
  'clock.ahead': 'A contact\'s clock is {spanMs} ahead of this computer\'s, which says {dayMs}. One of the two is wrong.',
  'disk.mended': 'A wrong byte in {where} was put right. Nothing is lost, but the disk may be failing.',
  'disk.rows': {
    one: 'Damaged and not readable: 1 row of {where}. Everything else is there.',
    other: 'Damaged and not readable: {count} rows of {where}. Everything else is there.'
  },
  'disk.damaged': 'Damaged and not readable: {where}. Everything else is there.'
} as const satisfies Record<string, Template>

export type SayingCode = keyof typeof SAYINGS

/** @param nowMs what `agoMs` is counted from */
export function say (code: SayingCode, values: SayingValues = {}, nowMs = 0): Saying {
  const template: Template = SAYINGS[code]
  const text = typeof template === 'string' ? template : values.count === 1 ? template.one : template.other
  const shown = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => inEnglish(name, values[name]!, nowMs))
  return { code, values, text: shown }
}

function inEnglish (name: string, value: string | number | string[], nowMs: number): string {
  if (Array.isArray(value)) return listed(value)
  if (typeof value === 'string') return value
  switch (name) {
    case 'dayMs': return new Date(value).toISOString().slice(0, 10)
    case 'agoMs': return nowMs - value < 2 * SECOND ? 'just now' : `${span(nowMs - value)} ago`
    case 'spanMs': return span(value)
    default: return String(value)
  }
}

const listed = (names: string[]): string => names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const UNITS: [unitMs: number, name: string][] = [
  [365.25 * DAY, 'year'], [DAY, 'day'], [HOUR, 'hour'], [MINUTE, 'minute'], [SECOND, 'second']
]

function span (ms: number): string {
  // Days say more than one year and some.
  const [unitMs, name] = UNITS.find(([one]) => ms >= (one > DAY ? 1.9 : 0.99) * one) ?? UNITS.at(-1)!
  const count = Math.max(1, Math.round(ms / unitMs))
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
