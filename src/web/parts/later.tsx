/**
 * A part that is no piece of the first load: fetched when it is shown for the first time, or before, when the page has
 * nothing else to do. A node that went away takes no screen with it then.
 */
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { connected } from '../state/connection.ts'
import { tell } from '../state/run.ts'
import { reasonOf } from '../text/failures.ts'

type Load = () => Promise<unknown>

const parts: Load[] = []
let begun = false

/** @param ahead false: most never see it, so it is fetched only when it is shown */
export function later<Props extends object> (
  load: () => Promise<ComponentType<Props>>, { ahead = true }: { ahead?: boolean } = {}
): ComponentType<Props> {
  let part: ComponentType<Props> | undefined
  const get = async (): Promise<void> => { part ??= await load() }
  if (ahead) parts.push(get)
  return function Later (props: Props): JSX.Element | null {
    const [, setLoaded] = useState(part !== undefined)
    const isHere = connected.value
    useEffect(() => {
      if (part !== undefined || !isHere) return
      get().then(() => { setLoaded(true) }, (err: unknown) => {
        if (connected.value) tell(reasonOf(err), 'error') // else the strip says what is amiss
      })
    }, [isHere])
    const Part = part
    return Part === undefined ? null : <Part {...props} />
  }
}

const soon = (task: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task)
  else setTimeout(task, 1000) // Safari has no other word for it
}

/** Fetches every part, one after the other, each in a moment of rest. */
export function fetchParts (): void {
  if (begun) return
  begun = true
  const next = (): void => {
    const load = parts.shift()
    if (load === undefined) return
    soon(() => { load().catch(() => {}).finally(next) }) // whoever shows it tries again
  }
  next()
}
