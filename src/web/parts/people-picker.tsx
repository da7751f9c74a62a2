/** Some of the people one knows. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ordered } from '../state/chats.ts'
import { t } from '../state/language.ts'
import { fold } from '../text/fold.ts'
import { plainName } from '../text/names.ts'
import { Avatar } from './avatar.tsx'
import { Field } from './form.tsx'

/** from here on one looks for a name rather than at all of them */
const MANY = 8

export function PeoplePicker ({ label, picked, onPick, without = [] }: {
  label: string
  picked: ReadonlySet<string>
  onPick: (picked: ReadonlySet<string>) => void
  /** who is there already */
  without?: readonly string[]
}): JSX.Element {
  const [wanted, setWanted] = useState('')
  const all = ordered.value.map(({ contact }) => contact)
    .filter(({ group, blocked, keyChanged, contactId }) => group === undefined && !blocked && !keyChanged && !without.includes(contactId))
  if (all.length === 0) return <p class="hint">{t('group.nobody')}</p>
  const shown = all.filter(({ name, contactId }) => picked.has(contactId) || fold(name).includes(fold(wanted.trim())))
  return (
    <>
      {all.length >= MANY && <Field label={t('search')} value={wanted} onInput={setWanted} />}
      <ul class="people picker" aria-label={label}>
        {shown.map(({ contactId, name }) => (
          <li key={contactId}>
            <label>
              <input type="checkbox" checked={picked.has(contactId)} onChange={event => {
                const next = new Set(picked)
                if (event.currentTarget.checked) next.add(contactId)
                else next.delete(contactId)
                onPick(next)
              }} />
              <Avatar id={contactId} name={name} /><bdi class="name">{plainName(name)}</bdi>
            </label>
          </li>
        ))}
      </ul>
    </>
  )
}
