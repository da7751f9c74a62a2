/** `nearby`: who is on the same local network and wants to be seen, and two words that both people compare. */
import { createInterface, type Interface } from 'node:readline'
import { AppError, openEvents, type Client } from '../api/client.ts'
import type { NearbyPerson, NearbyStatus } from '../api/schema.ts'
import type { Context } from './context.ts'
import type { Output } from './output.ts'
import { printableName, printableText } from './printable.ts'
import { formatTime } from './rows.ts'

const QUESTION = 'Do they see the same two words? y/n'

/** Ends with Ctrl-D, or when the ten minutes are over; nobody is seen any more then. */
export async function meetNearby (context: Context): Promise<void> {
  const { out, home, signal, withNode } = context
  await withNode(async client => {
    const events = await openEvents(home, { signal })
    const status = await client.call('nearby.start')
    out.note(`Whoever does the same on this local network sees your name, until ${untilOf(status)}. Names here are not checked.\n` +
      'A number asks somebody to meet; you meet when both have asked. Ctrl-D ends.')
    const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' })
    signal.addEventListener('abort', () => { lines.close() }, { once: true })
    const list = new Listing(out, lines)
    const following = (async () => {
      list.show(status)
      for await (const { type } of events) {
        if (type !== 'nearby') continue
        const now = await client.call('nearby.list')
        if (now.untilMs === null) return out.note('The ten minutes are over: you are not seen any more.')
        list.show(now)
      }
    })()
    try {
      await Promise.race([following, answer(client, list, lines, out)])
    } finally {
      lines.close()
      following.catch(() => {}) // ends with its stream
      events.close()
      await client.call('nearby.stop')
    }
  })
}

async function answer (client: Client, list: Listing, lines: Interface, out: Output): Promise<void> {
  // A Ctrl-C in readline's raw mode is no signal.
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => { reject(new AppError('ABORTED', 'interrupted')) })
  })
  const take = async (): Promise<void> => {
    for await (const line of lines) {
      const said = line.trim().toLowerCase()
      const compared = list.compared
      const picked = list.at(Number(said))
      if (compared !== undefined && /^(y|yes|n|no)$/.test(said)) {
        await client.call('nearby.confirm', { id: compared.id, match: said.startsWith('y') }).catch(tell(out))
      } else if (picked !== undefined) await client.call('nearby.pick', { id: picked.id }).catch(tell(out))
      else if (said !== '') out.note(compared === undefined ? 'The number of somebody in the list, please.' : QUESTION)
      lines.prompt()
    }
  }
  await Promise.race([take(), interrupted])
}

/** Somebody may have gone while their number was typed. */
const tell = (out: Output) => (err: unknown): void => {
  if (!(err instanceof AppError)) throw err
  out.note(printableText(err.message))
}

/** People by number, each shown again when something is new. */
class Listing {
  readonly #out: Output
  readonly #lines: Interface
  readonly #numbers = new Map<string, number>()
  readonly #told = new Map<string, string>()
  #people: NearbyPerson[] = []

  constructor (out: Output, lines: Interface) {
    this.#out = out
    this.#lines = lines
  }

  get compared (): NearbyPerson | undefined {
    return this.#people.find(({ state }) => state === 'compare')
  }

  at (number: number): NearbyPerson | undefined {
    return this.#people.find(({ id }) => this.#numbers.get(id) === number)
  }

  show ({ people }: NearbyStatus): void {
    this.#people = people
    for (const person of people) {
      const number = this.#numbers.get(person.id) ?? this.#numbers.size + 1
      this.#numbers.set(person.id, number)
      this.#tell(person.id, `${String(number).padStart(3)}  ${personLine(this.#out, person)}`)
    }
    for (const [id, number] of this.#numbers) {
      if (!people.some(person => person.id === id)) this.#tell(id, `${String(number).padStart(3)}  ${this.#out.faint('has gone')}`)
    }
    this.#lines.prompt(true)
  }

  #tell (id: string, text: string): void {
    if (this.#told.get(id) === text) return
    this.#told.set(id, text)
    process.stderr.write(`\r\u001b[K${text}\n`)
  }
}

function personLine (out: Output, { name, state, words = '', error }: NearbyPerson): string {
  const shown = out.strong(printableName(name))
  switch (state) {
    case 'there': return shown
    case 'asked': return `${shown}  asked; now they have to ask you`
    case 'asks': return `${shown}  asks to meet you`
    case 'compare': return `${shown}  ${out.strong(words)}\n     ${QUESTION}`
    case 'confirmed': return `${shown}  ${words}  …`
    case 'met': return `${out.good('✓')} in contact with ${shown}, verified`
    case 'failed': return `${shown}  ! ${printableText(error?.message ?? 'failed')}\n     ${printableText(error?.hint ?? '')}`
    default: return state satisfies never
  }
}

const untilOf = ({ untilMs }: NearbyStatus): string => formatTime(untilMs ?? 0).slice(-5)

export function showNearby (out: Output, status: NearbyStatus): void {
  out.row({ type: 'nearby', untilMs: status.untilMs }, out.faint(`You are seen until ${untilOf(status)}. Names here are not checked.`))
  for (const person of status.people) showPerson(out, person)
}

export function showPerson (out: Output, person: NearbyPerson): void {
  out.row({ type: 'nearby-person', ...person }, `${person.id}  ${personLine(out, person)}`)
}

/**
 * Waits, within the time-out, for somebody nearby to be that far; `act` is done once they are listed.
 * @param who their id or name; @throws AppError AMBIGUOUS: two have that name; and as the meeting failed
 */
export async function waitNearby (
  { home, deadline, withNode }: Context, who: string,
  { act, states }: { act: (client: Client, id: string) => Promise<unknown>, states: NearbyPerson['state'][] }
): Promise<NearbyPerson> {
  const signal = deadline()
  return await withNode(async client => {
    const events = await openEvents(home, { signal })
    let acted = false
    const look = async (): Promise<NearbyPerson | undefined> => {
      const person = find((await client.call('nearby.list', {}, { signal })).people, who)
      if (person === undefined) return undefined
      if (!acted) {
        acted = true
        await act(client, person.id)
        return await look()
      }
      if (person.state === 'failed' && person.error !== undefined) {
        const { code, message, hint } = person.error
        throw new AppError(code as AppError['code'], message, { hint })
      }
      return states.includes(person.state) ? person : undefined
    }
    try {
      let found = await look()
      if (found !== undefined) return found
      for await (const { type } of events) {
        found = type === 'nearby' ? await look() : undefined
        if (found !== undefined) return found
      }
      throw new AppError('NODE_NOT_RUNNING', 'the node went away')
    } finally {
      events.close()
    }
  })
}

function find (people: NearbyPerson[], who: string): NearbyPerson | undefined {
  const wanted = who.toLowerCase()
  const found = people.filter(({ id, name }) => id === who || name.toLowerCase() === wanted)
  if (found.length > 1) {
    throw new AppError('AMBIGUOUS', `${found.length} nearby are called "${who}"`, {
      hint: `Use an id: ${found.map(({ id }) => id).join(', ')}`
    })
  }
  return found[0]
}
