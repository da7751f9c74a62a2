/** A part that is fetched when it is shown for the first time: most people open most of them never. */
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { run } from '../state/run.ts'

export function later<Props extends object> (load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let part: ComponentType<Props> | undefined
  return function Later (props: Props): JSX.Element | null {
    const [, setLoaded] = useState(part !== undefined)
    useEffect(() => {
      if (part !== undefined) return
      run(async () => {
        part = await load()
        setLoaded(true)
      })
    }, [])
    const Part = part
    return Part === undefined ? null : <Part {...props} />
  }
}
