/** Over the page, for one decision; Escape and a click beside it leave without one. */
import { signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../state/language.ts'
import { IconButton } from './button.tsx'

interface Open { title: string, body: () => ComponentChildren, onClosed?: () => void }

const open = signal<Open | undefined>(undefined)

export function showDialog (title: string, body: () => ComponentChildren, onClosed?: () => void): void {
  open.value = { title, body, ...(onClosed === undefined ? {} : { onClosed }) }
}

export function closeDialog (): void {
  const { onClosed } = open.value ?? {}
  open.value = undefined
  onClosed?.()
}

export function Dialogs (): JSX.Element | null {
  const shown = open.value
  return shown === undefined ? null : <Dialog {...shown} />
}

function Dialog ({ title, body: Body }: Open): JSX.Element {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    ref.current?.showModal()
    return () => { if (before instanceof HTMLElement) before.focus() }
  }, [])
  return (
    <dialog ref={ref} class="dialog" aria-labelledby={id} onClose={closeDialog}
      onClick={event => { if (event.target === ref.current) closeDialog() }}>
      <div class="dialog-box">
        <header><h2 id={id}>{title}</h2><IconButton icon="close" label={t('close')} onPress={closeDialog} /></header>
        <Body />
      </div>
    </dialog>
  )
}
