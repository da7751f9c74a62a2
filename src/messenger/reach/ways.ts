/** Who stands between this device and the network's servers, and what each of them learns by it; in plain words. */
import type { GuardState, Guards } from './guards.ts'

export interface Ways {
  /** proxied: servers see another operator's node in place of this one */
  way: 'proxied' | 'direct'
  /** the other operators' nodes that were chosen, for a month each */
  guards: GuardState[]
  notes: string[]
}

export function waysOf (guards: Guards): Ways {
  const chosen = guards.list()
  const { places, areAwaited } = guards.missing
  if (areAwaited) {
    return { way: 'proxied', guards: [], notes: [
      `Of the servers that your link names ${listed(places)} ${places.length === 1 ? 'has' : 'have'} not answered yet. ` +
        'Nothing is asked of the others before, so that none of them sees your address beside it.'
    ] }
  }
  if (guards.hosts.length === 0) return { way: 'direct', guards: [], notes: directNotes(guards) }
  const names = [...new Set(chosen.map(({ operator }) => operator))]
  const failing = chosen.filter(({ state }) => state === 'unreachable').map(({ operator }) => operator)
  const over = names.length === 0 ? 'another operator\'s node' : listed(names)
  const notes = [
    `Mailboxes and look-ups go over ${over}, who can see your address and which server you ask, not about whom; ` +
      'that server sees no address of yours. Together they could join the two.'
  ]
  if (guards.unnamed.length > 0) {
    notes.push(`The link that brought you here names ${listed(guards.unnamed)} by where they are, and not who runs them: that these are ` +
      'different people, you have from whoever made it. A network file says who.')
  }
  if (guards.exposed.length > 0) {
    notes.push(`No other operator's node answers: ${listed(guards.exposed)} is reached straight, and sees your address. ` +
      'To forbid it: nobyte network way proxied')
  }
  if (failing.length > 0) notes.push(`${listed(failing)} does not answer at present; others are used where there are any.`)
  return { way: 'proxied', guards: chosen, notes }
}

function directNotes ({ choice, operators, missing }: Guards): string[] {
  const seen = 'The DHT servers near a contact\'s key see the addresses of the two of you who touch it, not who you are.'
  if (choice === 'direct') {
    return [`You chose the direct way on this network: its servers see your address beside what you ask for. ${seen}`]
  }
  if (missing.places.length > 0) {
    return [`Of the servers that your link names ${listed(missing.places)} does not answer: the others are asked straight, and see your ` +
      'address. To forbid it: nobyte network way proxied']
  }
  return operators.length === 1
    ? [`${operators[0]} runs every server of this network that is known here, and so sees the addresses of both ends. ${seen}`]
    : [seen]
}

const listed = (names: string[]): string => names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
