/** One conversation: who it is with, what was said, and what is being written. */
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import { Avatar } from '../parts/avatar.tsx'
import { chatMenu } from '../parts/chat-row.tsx'
import { Composer } from '../parts/composer.tsx'
import { ContactBar } from '../parts/contact-bar.tsx'
import { FindBar } from '../parts/find-bar.tsx'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/button.tsx'
import { later } from '../parts/later.tsx'
import { showMenu } from '../parts/menu.tsx'
import { MessageList } from '../parts/message-list.tsx'
import { Name } from '../parts/name.tsx'
import { looking } from '../state/alerts.ts'
import { chatOf, chats, chatsLoaded, typing, type Contact } from '../state/chats.ts'
import { conversationWith, type Conversation } from '../state/conversation.ts'
import { loadGroup } from '../state/groups.ts'
import { t } from '../state/language.ts'
import { back, go, place } from '../state/place.ts'
import { routeOf, watchRoute } from '../state/routes.ts'
import { run } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { agoOf, durationOf } from '../text/times.ts'

const Details = later(async () => (await import('../parts/details.tsx')).Details)

export function ConversationScreen ({ contactId }: { contactId: string | undefined }): JSX.Element {
  const contact = contactId === undefined ? undefined : chats.value.get(contactId)?.contact
  if (contact === undefined) {
    return (
      <main class="main is-empty">
        <h1 class="hidden">{t('rail.chats')}</h1>
        {chatsLoaded.value && <p class="pill">{t(chats.value.size > 0 ? 'conversation.choose' : 'conversation.first')}</p>}
      </main>
    )
  }
  return <Opened contact={contact} />
}

function Opened ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId } = contact
  const conversation = useMemo(() => conversationWith(contactId), [contactId])
  // Asked for before anything is painted: a frame later is a frame lost.
  useLayoutEffect(() => {
    if (!conversation.loaded.value) run(async () => { await conversation.load() })
    return () => {
      conversation.firstUnread.value = undefined
      conversation.finding.value = false
      run(async () => { await conversation.keepDraft() })
    }
  }, [conversation])
  useEffect(() => {
    if (contact.group === undefined) watchRoute(contactId)
    else run(async () => { await loadGroup(contactId) })
  }, [contactId, contact.online])
  useReading(conversation, contact)
  return (
    <>
      <main class="main conversation" aria-label={plainName(contact.name)}>
        <h1 class="hidden">{plainName(contact.name)}</h1>
        <Header contact={contact} />
        {conversation.finding.value && <FindBar key={`find ${contactId}`} conversation={conversation} />}
        <ContactBar contact={contact} />
        <MessageList key={contactId} conversation={conversation} contact={contact} />
        <Composer key={`write ${contactId}`} conversation={conversation} contact={contact} />
      </main>
      {place.value.details === true && <Details key={contactId} contact={contact} />}
    </>
  )
}

/** What is in sight of somebody who looks counts as read. */
function useReading (conversation: Conversation, { unread = 0, markedUnread }: Contact): void {
  const seen = looking.value && conversation.atEnd.value && conversation.loaded.value
  useEffect(() => {
    if (seen && (unread > 0 || markedUnread)) run(async () => { await conversation.markRead() })
  }, [seen, unread, markedUnread, conversation])
}

function Header ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId, name, online } = contact
  const openDetails = (): void => { go({ screen: 'chats', chat: contactId, details: true }) }
  return (
    <header class="main-head">
      <span class="only-phone"><IconButton icon="back" label={t('back')} onPress={back} /></span>
      <button type="button" class="who" onClick={openDetails}>
        <Avatar id={contactId} name={name} online={online} />
        <span class="who-text">
          <Name contact={contact} />
          <span class="meta"><Standing contact={contact} /></span>
        </span>
      </button>
      {contact.expiresAfterMs > 0 && <span class="meta timer" title={t('details.expires')}><Icon name="timer"
        label={t('details.expires')} /> {durationOf(contact.expiresAfterMs)}</span>}
      <IconButton icon="more" label={t('conversation.menu')} expanded={false} onPress={event => {
        showMenu(event, t('conversation.menu'), [
          { label: t('find.label'), icon: 'search', onPick: () => { conversationWith(contactId).finding.value = true } },
          { label: t('details'), icon: 'info', onPick: openDetails },
          ...(contact.group === undefined ? [{ label: t('verify'), icon: 'verified' as const, onPick: () => {
            go({ screen: 'chats', chat: contactId, details: true, part: 'verify' })
          } }] : []),
          ...chatMenu(chatOf(contactId)?.contact ?? contact)
        ])
      }} />
    </header>
  )
}

/** Verified or not, and the way to them. */
function Standing ({ contact }: { contact: Contact }): JSX.Element {
  if (contact.group !== undefined) return <>{t('group.members', { count: contact.group.members })}</>
  if (typing.value.has(contact.contactId)) return <em class="accent">{t('chat.typing')}</em>
  const verified = t(contact.verified ? 'contact.verified' : 'contact.notVerified')
  if (contact.blocked) return <>{t('contact.blocked')}</>
  const route = contact.online ? routeOf(contact.contactId) : undefined
  const way = contact.online
    ? t(route?.way === 'relayed' ? 'route.relayed' : route?.way === 'direct' ? 'route.direct' : 'route.online')
    : contact.lastSeenMs === undefined ? t('route.waiting') : t('route.seen', { ago: agoOf(contact.lastSeenMs) })
  return <>{verified} · {way}</>
}
