/** From a node that listens to a contact who has proven who they are. */
import { friends, plain, PLAIN, type Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

export async function connect (bench: Bench): Promise<Figure[]> {
  const { ada, own } = await friends(bench)
  const { opened, connected } = await ada.ask<Record<'opened' | 'connected', number[]>>('reconnections', { ...own, count: bench.count(24) })
  const { here, address } = await plain(bench)
  const floor = await here.ask<Record<'opened' | 'connected', number[]>>('connections', { address, count: bench.count(48) })
  return [
    figure({
      measure: 'node opened again', unit: 'ms', value: spreadOf(opened), beside: { what: PLAIN, value: spreadOf(floor.opened) },
      note: 'in a running process; without the key derivation'
    }),
    figure({
      measure: 'known contact connected', unit: 'ms', value: spreadOf(connected),
      beside: { what: `${PLAIN} dial`, value: spreadOf(floor.connected) },
      note: 'from then on; both have proven who they are'
    })
  ]
}
