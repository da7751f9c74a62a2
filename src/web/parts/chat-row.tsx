import { memo } from 'preact/compat'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { computed } from '@preact/signals'
import type { Chat, Contact } from '../../api/schema.ts'
import { putContact, typing } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { prepare } from '../state/conversation.ts'
import { formatNumber, t } from '../state/language.ts'
import { openChat, place } from '../state/place.ts'
import { run } from '../state/run.ts'
import { plainName, plainText } from '../text/names.ts'
import { briefTimeOf, fullTimeOf } from '../text/times.ts'
import { Avatar } from './avatar.tsx'
import { showMenu, type MenuItem } from './menu.tsx'
import { Name } from './name.tsx'
import { Ticks } from './ticks.tsx'

export const ChatRow = memo(function ChatRow ({ chat }: { chat: Chat }): JSX.Element {
  const { contact, last, draft, atMs } = chat
  const { contactId, unread = 0, markedUnread, muted, online, name } = contact
  // Of all rows only two change when another one is opened.
  const isOpen = useMemo(() => computed(() => place.value.chat === contactId), [contactId]).value
  return (
    <button type="button" class="chat-row" aria-current={isOpen ? 'true' : false} onClick={() => { openChat(contactId) }}
      onPointerDown={() => { prepare(contactId) }}
      onContextMenu={event => { showMenu(event, plainName(name), chatMenu(contact)) }}>
      <Avatar id={contactId} name={name} online={online} />
      <span class="chat-main">
        <span class="chat-top">
          <Name contact={contact} />
          {(last !== null || draft !== null) && <time title={fullTimeOf(atMs)}>{briefTimeOf(atMs)}</time>}
        </span>
        <span class="chat-last">
          <span class="cut"><LastLine chat={chat} isOpen={isOpen} /></span>
          {last?.direction === 'out' && draft === null && <Ticks message={last} />}
          {unread > 0 && (
            <span class={muted ? 'count is-muted' : 'count'}>
              <span aria-hidden="true">{formatNumber(Math.min(unread, 999))}</span><span class="hidden">{t('chat.unread',
                { count: unread })}</span>
            </span>
          )}
          {unread === 0 && markedUnread && <span class="count is-dot"><span class="hidden">{t('chat.markedUnread')}</span></span>}
        </span>
      </span>
    </button>
  )
})

function LastLine ({ chat: { contact, last, draft }, isOpen }: { chat: Chat, isOpen: boolean }): JSX.Element {
  if (typing.value.has(contact.contactId)) return <em class="accent">{t('chat.typing')}</em>
  if (draft !== null && !isOpen) return <><span class="is-draft">{t('chat.draft')}</span> <bdi>{oneLine(draft)}</bdi></>
  if (contact.state === 'request-sent') return <em>{t('chat.requestSent')}</em>
  if (contact.state === 'pending') return <em>{t('chat.pending')}</em>
  if (last === null) return <em>{t('chat.nothing')}</em>
  if (last.deleted) return <em>{t('message.deleted')}</em>
  if (last.newer === true) return <em>{t('message.newer')}</em>
  return <>{last.direction === 'out' && <span>{t('you')}: </span>}<bdi>{oneLine(last.text)}</bdi></>
}

const oneLine = (text: string): string => plainText(text.slice(0, 200)).replaceAll(/\s+/gu, ' ')

export function chatMenu (contact: Contact): MenuItem[] {
  const { contactId: who, muted, archived, unread = 0, markedUnread } = contact
  const change = (task: () => Promise<Contact>) => (): void => { run(async () => { putContact(await task()) }) }
  const items: MenuItem[] = [
    { label: t(muted ? 'chat.unmute' : 'chat.mute'), icon: 'mute', onPick: change(async () => await call('chats.mute', muted ? { who,
      forMs: 0 } : { who })) },
    { label: t(archived ? 'chat.unarchive' : 'chat.archive'), icon: 'archive', onPick: change(async () => await call('chats.archive',
      { who, on: !archived })) }
  ]
  if (unread === 0 && !markedUnread) {
    items.push({ label: t('chat.markUnread'), icon: 'unread', onPick: change(async () => await call('chats.markUnread', { who })) })
  }
  return items
}
