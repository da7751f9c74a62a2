/** Fields, switches and choices, each with its label and what went wrong. */
import type { ComponentChildren, JSX } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

interface FieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'password'
  hint?: ComponentChildren
  error?: string | undefined
  autoFocus?: boolean
  autoComplete?: string
  placeholder?: string
  lines?: number
  maxLength?: number
}

export function Field ({ label, value, onInput, type = 'text', hint, error, autoFocus = false, lines, ...rest }: FieldProps): JSX.Element {
  const id = useId()
  const says = { 'aria-describedby': `${id}-hint`, 'aria-invalid': error !== undefined }
  const ref = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useLayoutEffect(() => { if (autoFocus) ref.current?.focus() }, [])
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines === undefined
        ? <input id={id} ref={ref} type={type as 'text'} value={value} dir="auto" spellcheck={false} {...says} {...rest}
          onInput={event => { onInput(event.currentTarget.value) }} />
        : <textarea id={id} ref={ref} rows={lines} value={value} dir="auto" spellcheck={false} {...says} {...rest}
          onInput={event => { onInput(event.currentTarget.value) }} />}
      <div id={`${id}-hint`} class={error === undefined ? 'hint' : 'hint is-error'} aria-live="polite">{error ?? hint}</div>
    </div>
  )
}

export function Switch ({ label, hint, on, onChange }: {
  label: string, hint?: string, on: boolean, onChange: (on: boolean) => void
}): JSX.Element {
  const id = useId()
  return (
    <div class="row-setting">
      <div class="grow">
        <label for={id}>{label}</label>
        {hint !== undefined && <div class="hint" id={`${id}-hint`}>{hint}</div>}
      </div>
      <input id={id} class="switch" type="checkbox" role="switch" checked={on}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        onChange={event => { onChange(event.currentTarget.checked) }} />
    </div>
  )
}

export function Choice <Value extends string> ({ label, hint, value, options, onChange }: {
  label: string, hint?: string, value: Value, options: readonly (readonly [value: Value, text: string])[], onChange: (value: Value) => void
}): JSX.Element {
  const id = useId()
  return (
    <div class="row-setting">
      <div class="grow">
        <label for={id}>{label}</label>
        {hint !== undefined && <div class="hint">{hint}</div>}
      </div>
      <select id={id} value={value} onChange={event => { onChange(event.currentTarget.value as Value) }}>
        {options.map(([option, text]) => <option key={option} value={option} selected={option === value}>{text}</option>)}
      </select>
    </div>
  )
}

/** A form of one step: Enter does what its main button does, which takes a button that submits where there are several fields. */
export function Step ({ onSubmit, children }: { onSubmit: () => void, children: ComponentChildren }): JSX.Element {
  return (
    <form class="step" onSubmit={event => {
      event.preventDefault()
      onSubmit()
    }}>
      {children}
      <button type="submit" hidden />
    </form>
  )
}
