/** Above a conversation, what has to be decided about it before it goes on. */
import type { JSX } from 'preact'
import type { Contact } from '../../api/schema.ts'
import { putContact, refreshChat } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { echoId, stopEcho } from '../state/echo.ts'
import { t } from '../state/language.ts'
import { go } from '../state/place.ts'
import { plainName } from '../text/names.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

export function ContactBar ({ contact }: { contact: Contact }): JSX.Element | null {
  const { contactId: who, name, blocked, keyChanged, state, group } = contact
  if (group !== undefined) {
    if (group.mayPost) return null
    if (group.state === 'invited') {
      return (
        <div class="bar" role="status">
          <Icon name="info" /><span class="grow">{t('group.invited')}</span>
          <Button onPress={async () => {
            await call('groups.accept', { group: who })
            await refreshChat(who)
          }}>{t('group.accept')}</Button>
        </div>
      )
    }
    return <div class="bar" role="status"><Icon name="info" /><span class="grow">{t(group.state === 'gone' ? 'group.gone' : 'group.reader')}
      </span></div>
  }
  if (blocked) {
    return (
      <div class="bar" role="status">
        <Icon name="block" /><span class="grow">{t('bar.blocked', { name: plainName(name) })}</span>
        <Button onPress={async () => { putContact(await call('people.unblock', { who })) }}>{t('unblock')}</Button>
      </div>
    )
  }
  if (keyChanged) {
    return (
      <div class="bar is-warning" role="alert">
        <Icon name="warning" /><span class="grow">{t('bar.keyChanged', { name: plainName(name) })}</span>
        <Button onPress={() => { go({ screen: 'chats', chat: who, details: true, part: 'verify' }) }}>{t('verify')}</Button>
        <Button onPress={async () => { putContact(await call('people.acceptKey', { who })) }}>{t('bar.acceptKey')}</Button>
      </div>
    )
  }
  if (who === echoId.value) {
    return (
      <div class="bar" role="status">
        <Icon name="info" /><span class="grow">{t('echo.bar')}</span>
        <Button onPress={stopEcho}>{t('echo.stop')}</Button>
      </div>
    )
  }
  if (state === 'ready') return null
  return <div class="bar" role="status"><Icon name="clock" /><span class="grow">{t(state === 'request-sent' ? 'bar.requestSent'
    : 'bar.pending', { name: plainName(name) })}</span></div>
}
