/** Making a group. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { Group } from '../parts/group.tsx'
import { Field, Step } from '../parts/form.tsx'
import { PeoplePicker } from '../parts/people-picker.tsx'
import { refreshChat } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { putGroup } from '../state/groups.ts'
import { t } from '../state/language.ts'
import { openChat } from '../state/place.ts'
import { reasonOf } from '../text/failures.ts'

export function NewGroup (): JSX.Element {
  const [name, setName] = useState('')
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<string>()
  const make = async (): Promise<void> => {
    const group = await call('groups.create', { name: name.trim(), people: [...picked] })
    putGroup(group)
    await refreshChat(group.groupId)
    openChat(group.groupId)
  }
  const failed = (err: unknown): void => { setError(reasonOf(err)) }
  return (
    <Group title={t('group.new')}>
      <p>{t('group.newText')}</p>
      <Step onSubmit={() => { if (name.trim() !== '') make().catch(failed) }}>
        <Field label={t('group.name')} value={name} onInput={value => { setName(value); setError(undefined) }} error={error} maxLength={64}
          autoComplete="off" />
        <PeoplePicker label={t('group.who')} picked={picked} onPick={setPicked} />
        <Button kind="primary" icon="add" disabled={name.trim() === ''} onPress={make} onError={failed}>{t('group.make')}</Button>
      </Step>
    </Group>
  )
}
