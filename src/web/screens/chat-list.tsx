/** Everybody by their last line, what is searched for, and what the node has to say of itself. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { memo } from 'preact/compat'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { Chat, Message } from '../../api/schema.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { ChatRow } from '../parts/chat-row.tsx'
import { Icon } from '../parts/icon.tsx'
import { Strip } from '../parts/strip.tsx'
import { chatOf, chatsLoaded, ordered } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { conversationWith } from '../state/conversation.ts'
import { t, type TextKey } from '../state/language.ts'
import { go, openChat, place } from '../state/place.ts'
import { fold } from '../text/fold.ts'
import { plainName } from '../text/names.ts'
import { briefTimeOf } from '../text/times.ts'

type Filter = 'all' | 'unread' | 'archived'
const FILTERS: [filter: Filter, key: TextKey][] = [['all', 'filter.all'], ['unread', 'filter.unread'], ['archived', 'filter.archived']]
const SEARCH_MS = 120
const ROW_PX = 68

export const query = signal('')
const filter = signal<Filter>('all')
const hits = signal<readonly Message[] | undefined>(undefined)

const passes = ({ contact }: Chat): boolean => {
  switch (filter.value) {
    case 'all': return !contact.archived
    case 'unread': return (contact.unread ?? 0) > 0 || contact.markedUnread
    case 'archived': return contact.archived
  }
}

export function shownChats (): Chat[] {
  const wanted = fold(query.value.trim())
  if (wanted === '') return ordered.value.filter(passes)
  return ordered.value.filter(({ contact }) => fold(`${contact.name} ${contact.announcedName} ${contact.note ?? ''}`).includes(wanted))
}

export const ChatList = memo(function ChatList (): JSX.Element {
  const list = useRef<VirtualizerHandle>(null)
  const shown = shownChats()
  const hasArchived = ordered.value.some(({ contact }) => contact.archived)
  useSearch()
  return (
    <section class="side" aria-label={t('rail.chats')}>
      <header class="side-head"><SearchBox /></header>
      {query.value === '' && (ordered.value.length > 7 || filter.value !== 'all' || hasArchived) && (
        <div class="filters" role="group" aria-label={t('filter')}>
          {FILTERS.filter(([name]) => name !== 'archived' || hasArchived || filter.value === name).map(([name, key]) => (
            <button key={name} type="button" aria-pressed={filter.value === name} onClick={() => { filter.value = name }}>{t(key)}</button>
          ))}
        </div>
      )}
      <div class="scroll" onKeyDown={moveFocus}>
        {chatsLoaded.value && shown.length === 0 && hits.value === undefined && <EmptyList />}
        <Virtualizer ref={list} data={shown} itemSize={ROW_PX} as="ul" item="li">
          {chat => <ChatRow key={chat.contact.contactId} chat={chat} />}
        </Virtualizer>
        {hits.value !== undefined && <Hits messages={hits.value} />}
      </div>
      <Strip />
    </section>
  )
})

function SearchBox (): JSX.Element {
  return (
    <div class="search" role="search" aria-label={t('search.label')}>
      <Icon name="search" />
      <input id="search" type="search" placeholder={t('search')} aria-label={t('search.label')} value={query.value} maxLength={256}
        onInput={event => { query.value = event.currentTarget.value }}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          event.preventDefault() // it leaves the search, and not the conversation as well
          query.value = ''
          event.currentTarget.blur()
        }} />
    </div>
  )
}

/** Looks through everything that was said, a moment after the last key. */
function useSearch (): void {
  const text = query.value.trim()
  useEffect(() => {
    if (text.length < 2) {
      hits.value = undefined
      return
    }
    const gone = new AbortController()
    const timer = setTimeout(() => {
      call('messages.search', { text, limit: 60 }, { signal: gone.signal })
        // What was posted in channels has no place on the page yet.
        .then(({ messages }) => { hits.value = messages.filter(({ channelId }) => channelId === undefined) })
        .catch(() => { if (!gone.signal.aborted) hits.value = [] })
    }, SEARCH_MS)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [text])
}

function Hits ({ messages }: { messages: readonly Message[] }): JSX.Element {
  return (
    <>
      <h2 class="list-title">{messages.length === 0 ? t('search.none') : t('search.messages')}</h2>
      <ul>
        {messages.map(({ messageId, contactId = '', text, sentAtMs, direction }) => {
          const name = chatOf(contactId)?.contact.name ?? ''
          return (
            <li key={messageId}>
              <button type="button" class="chat-row" onClick={() => {
                openChat(contactId)
                conversationWith(contactId).selected.value = messageId
              }}>
                <Avatar id={contactId} name={name} />
                <span class="chat-main">
                  <span class="chat-top"><bdi class="cut name">{plainName(name)}</bdi><time>{briefTimeOf(sentAtMs)}</time></span>
                  <span class="chat-last"><span class="cut"><bdi>{direction === 'out' && `${t('you')}: `}{plainName(around(text))}</bdi>
                    </span></span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** The piece of a text in which the first word that was looked for stands. */
function around (text: string): string {
  const [word = ''] = query.value.trim().split(/\s+/u)
  const at = fold(text).indexOf(fold(word))
  return at < 40 ? text.slice(0, 200) : `…${text.slice(at - 30, at + 170)}`
}

function EmptyList (): JSX.Element {
  const [isFirst] = useState(() => ordered.value.length === 0)
  if (query.value !== '') return <p class="empty">{t('search.nobody')}</p>
  if (!isFirst && ordered.value.length > 0) return <p class="empty">{t(filter.value === 'unread' ? 'filter.noUnread' : 'filter.nothing')}
    </p>
  return (
    <div class="empty">
      <p>{t('chats.empty')}</p>
      <Button kind="primary" icon="add" onPress={() => { go({ screen: 'add' }) }}>{t('rail.add')}</Button>
    </div>
  )
}

/** Arrows, Home and End go through the list, whose rows are there only as far as they are seen. */
function moveFocus (event: KeyboardEvent): void {
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.chat-row')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (next === undefined || event.altKey || event.ctrlKey) return
  event.preventDefault()
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus()
}

/** The conversation before or behind the one that is open, by the order of the list. */
export function stepChat (step: 1 | -1, { unreadOnly }: { unreadOnly: boolean }): void {
  const shown = shownChats()
  const from = shown.findIndex(({ contact }) => contact.contactId === place.value.chat)
  for (let i = 1; i <= shown.length; i++) {
    const at = from === -1 ? (step === 1 ? i - 1 : shown.length - i) : from + i * step
    const contact = shown[at]?.contact
    if (contact === undefined) return
    if (unreadOnly && (contact.unread ?? 0) === 0 && !contact.markedUnread) continue
    openChat(contact.contactId)
    return
  }
}
