/** Over which way contacts are reached, asked of the node for the one that is looked at. */
import { signal } from '@preact/signals'
import type { Explanation } from '../../api/schema.ts'
import { call } from './connection.ts'

export interface Route {
  way: 'direct' | 'relayed' | undefined
  explanation: Explanation
}

const routes = signal<ReadonlyMap<string, Route>>(new Map())

export const forgetRoutes = (): void => { routes.value = new Map() }
export const routeOf = (contactId: string): Route | undefined => routes.value.get(contactId)

export function watchRoute (contactId: string): void {
  call('people.why', { who: contactId }).then(explanation => {
    const { route } = explanation.facts as { route?: { kind?: unknown } | null }
    const kind = route?.kind
    const way = kind === 'direct' || kind === 'relayed' ? kind : undefined
    routes.value = new Map(routes.value).set(contactId, { way, explanation })
  }, () => {}) // shown beside a name: nothing is lost without it
}
