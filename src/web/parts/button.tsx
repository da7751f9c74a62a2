import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { tell } from '../state/run.ts'
import { reasonOf } from '../text/failures.ts'
import { Icon, type IconName } from './icon.tsx'

interface ButtonProps {
  onPress: () => Promise<unknown> | void
  children: ComponentChildren
  kind?: 'primary' | 'plain' | 'danger'
  icon?: IconName
  disabled?: boolean
  /** what to do about a failure, in place of telling it at the bottom of the page */
  onError?: (err: unknown) => void
}

/** Busy while what it began is under way, so that nothing begins twice. */
export function Button ({ onPress, children, kind = 'plain', icon, disabled = false, onError }: ButtonProps): JSX.Element {
  const [busy, setBusy] = useState(false)
  const press = (): void => {
    if (busy) return
    const underway = onPress()
    if (underway === undefined) return
    setBusy(true)
    const failed = onError ?? ((err: unknown) => { tell(reasonOf(err), 'error') })
    underway.catch(failed).finally(() => { setBusy(false) })
  }
  return (
    <button type="button" class={`button ${kind}`} disabled={disabled} aria-busy={busy} onClick={press}>
      {icon !== undefined && <Icon name={icon} />}<span>{children}</span>
    </button>
  )
}

/** A picture alone; its label is its name and what a pointer that rests on it is told. */
export function IconButton ({ icon, label, onPress, pressed, expanded }: {
  icon: IconName, label: string, onPress: (event: MouseEvent) => void, pressed?: boolean, expanded?: boolean
}): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onPress}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded, 'aria-haspopup': 'menu' as const })}>
      <Icon name={icon} />
    </button>
  )
}
