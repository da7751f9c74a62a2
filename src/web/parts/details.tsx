/** Beside a conversation: who it is with, and how it is kept. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Contact, Message } from '../../api/schema.ts'
import { putContact } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { conversationWith } from '../state/conversation.ts'
import { t } from '../state/language.ts'
import { back, go, place } from '../state/place.ts'
import { routeOf } from '../state/routes.ts'
import { run, tell } from '../state/run.ts'
import { plainName, plainText } from '../text/names.ts'
import { sayingText } from '../text/sayings.ts'
import { timersWith } from '../text/timers.ts'
import { durationOf } from '../text/times.ts'
import { Avatar } from './avatar.tsx'
import { Button, IconButton } from './button.tsx'
import { closeDialog, showDialog } from './dialog.tsx'
import { Choice, Field, Switch } from './form.tsx'
import { Group } from './group.tsx'
import { later } from './later.tsx'
import { Verify } from './verify.tsx'

const GroupKeeping = later(async () => (await import('./group-details.tsx')).GroupKeeping)

export function Details ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId, name, announcedName, online } = contact
  const verifies = place.value.part === 'verify'
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('dialog[open], .menu') === null) back()
    }
    addEventListener('keydown', onKey)
    return () => { removeEventListener('keydown', onKey) }
  }, [])
  return (
    <aside class="details" aria-label={t('details')}>
      <header class="main-head">
        <IconButton icon={verifies ? 'back' : 'close'} label={t(verifies ? 'back' : 'close')} onPress={back} />
        <h2>{t(verifies ? 'verify' : 'details')}</h2>
      </header>
      <div class="scroll details-body">
        <div class="portrait">
          <Avatar id={contactId} name={name} online={online} />
          <p class="portrait-name"><bdi>{plainName(name)}</bdi></p>
          {plainName(announcedName) !== plainName(name) && <p class="meta">{t('details.announced', { name: plainName(announcedName) })}</p>}
        </div>
        {verifies ? <Verify contact={contact} /> : contact.group === undefined ? <Keeping contact={contact} />
          : <GroupKeeping contact={contact} />}
      </div>
    </aside>
  )
}

function Keeping ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId: who, muted, archived, expiresAfterMs, readReceipts = true, verified, blocked } = contact
  const change = (task: () => Promise<Contact>) => { run(async () => { putContact(await task()) }) }
  return (
    <>
      <Group>
        <div class="row-setting">
          <div class="grow">{t(verified ? 'contact.verified' : 'contact.notVerified')}<div class="hint">{t(verified ? 'verify.done'
            : 'verify.todo')}</div></div>
          <Button icon="verified" onPress={() => { go({ screen: 'chats', chat: who, details: true, part: 'verify' }) }}>{t('verify')}
            </Button>
        </div>
        <Why who={who} />
      </Group>
      <Group title={t('details.chat')}>
        <Choice label={t('details.expires')} hint={t('details.expiresHint')} value={String(expiresAfterMs)}
          options={timersWith(expiresAfterMs).map(ms => [String(ms), ms === 0 ? t('details.never') : durationOf(ms)] as const)}
          onChange={value => { change(async () => await call('chats.expire', { who, afterMs: Number(value) })) }} />
        <Switch label={t('details.receipts')} hint={t('details.receiptsHint')} on={readReceipts}
          onChange={on => { change(async () => await call('people.setReceipts', { who, on })) }} />
        <Switch label={t('details.typing')} hint={t('details.typingHint')} on={contact.typing ?? true}
          onChange={on => { change(async () => await call('people.setTyping', { who, on })) }} />
        <Switch label={t('chat.mute')} on={muted} onChange={on => { change(async () => await call('chats.mute', on ? { who } : { who,
          forMs: 0 })) }} />
        <Switch label={t('chat.archive')} on={archived} onChange={on => { change(async () => await call('chats.archive', { who, on })) }} />
      </Group>
      <Pinned who={who} />
      <Words contact={contact} />
      <Group>
        <div class="actions is-column">
          <Button icon="block" onPress={async () => { putContact(await call(blocked ? 'people.unblock' : 'people.block', { who })) }}>
            {t(blocked ? 'unblock' : 'block')}</Button>
          <Button kind="danger" icon="delete" onPress={() => { askRemoval(contact) }}>{t('details.remove')}</Button>
        </div>
      </Group>
    </>
  )
}

/** What the node says of what stands between the two. */
function Why ({ who }: { who: string }): JSX.Element | null {
  const said = routeOf(who)?.explanation.said ?? []
  if (said.length === 0) return null
  return <details class="quiet"><summary>{t('details.route')}</summary>{said.map(one => <p key={one.text} class="hint" dir="auto">
    {sayingText(one)}</p>)}</details>
}

export function Pinned ({ who }: { who: string }): JSX.Element | null {
  const [messages, setMessages] = useState<readonly Message[]>([])
  useEffect(() => { run(async () => { setMessages((await call('messages.pinned', { who })).messages) }) }, [who])
  if (messages.length === 0) return null
  return (
    <Group title={t('details.pinned')}>
      {messages.map(({ messageId, text, from, direction }) => (
        <button key={messageId} type="button" class="quote" onClick={() => { conversationWith(who).selected.value = messageId }}>
          <strong><bdi>{direction === 'out' ? t('you') : plainName(from)}</bdi></strong><span class="cut" dir="auto">
            {plainText(text.slice(0, 160))}</span>
        </button>
      ))}
    </Group>
  )
}

/** Words of one's own about them, that nobody else learns of. */
function Words ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId: who, name, note = '' } = contact
  const [nickname, setNickname] = useState(name)
  const [text, setText] = useState(note)
  const isChanged = (nickname.trim() !== '' && nickname.trim() !== name) || text.trim() !== note
  const save = async (): Promise<void> => {
    if (nickname.trim() !== name) putContact(await call('people.rename', { who, name: nickname.trim() }))
    if (text.trim() !== note) putContact(await call('chats.setNote', { who, text }))
    tell(t('saved'))
  }
  return (
    <Group title={t('details.yours')}>
      <Field label={t('details.nickname')} value={nickname} onInput={setNickname} maxLength={64} />
      <Field label={t('details.note')} value={text} onInput={setText} lines={2} hint={t('details.noteHint')} maxLength={4000} />
      {isChanged && <Button kind="primary" onPress={save}>{t('save')}</Button>}
    </Group>
  )
}

function askRemoval ({ contactId: who, name }: Contact): void {
  showDialog(t('details.remove'), () => (
    <>
      <p>{t('details.removeText', { name: plainName(name) })}</p>
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="danger" onPress={async () => {
          await call('people.remove', { who })
          closeDialog()
          go({ screen: 'chats' })
        }}>{t('details.removeDo')}</Button>
      </div>
    </>
  ))
}
