/** What was said, as far as it is seen: rows come and go while one scrolls, and older ones are fetched before they are needed. */
import { computed } from '@preact/signals'
import type { JSX } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Contact } from '../../api/schema.ts'
import { type Bubble, type Conversation } from '../state/conversation.ts'
import { ownName } from '../state/connection.ts'
import { namesIn } from '../state/groups.ts'
import { formatNumber, t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { dayNameOf, dayOf, momentOf } from '../text/times.ts'
import { Icon } from './icon.tsx'
import { MessageBubble, type Names } from './bubble.tsx'
import { LongList, type LongListHandle, type Seen } from './long-list.tsx'

type Row =
  | { kind: 'day', key: string, atMs: number }
  | { kind: 'unread', key: string }
  | { kind: 'message', key: string, message: Bubble, opens: boolean, closes: boolean, n: number }

const NEAR_PX = 60
/** how far below the upper edge what was not read begins */
const UNREAD_PX = 90
/** older ones are fetched this far from the top */
const AHEAD_PX = 1200
/** a message that was jumped to stands out for so long */
const FLASH_MS = 1400
const GROUP_MS = 5 * 60_000

/** Of the same day: whether they were said in one breath. */
const goTogether = (a: Bubble, b: Bubble): boolean =>
  a.direction === b.direction && (a.direction === 'out' || a.authorId === b.authorId) && Math.abs(b.sentAtMs - a.sentAtMs) < GROUP_MS

function rowsOf (messages: readonly Bubble[], firstUnread: string | undefined): Row[] {
  const rows: Row[] = []
  let last: Extract<Row, { kind: 'message' }> | undefined
  let lastDay: number | undefined
  for (const [n, message] of messages.entries()) {
    const day = dayOf(message.sentAtMs)
    const isNewDay = day !== lastDay
    if (isNewDay) rows.push({ kind: 'day', key: `day ${message.key}`, atMs: message.sentAtMs })
    const isFirstUnread = message.messageId === firstUnread
    if (isFirstUnread) rows.push({ kind: 'unread', key: 'unread' })
    const opens = isNewDay || isFirstUnread || last === undefined || !goTogether(last.message, message)
    if (last !== undefined) last.closes = opens
    last = { kind: 'message', key: message.key, message, n, opens, closes: true }
    lastDay = day
    rows.push(last)
  }
  return rows
}

export function MessageList ({ conversation, contact }: { conversation: Conversation, contact: Contact }): JSX.Element {
  const list = useRef<LongListHandle>(null)
  const rows = useMemo(() => computed(() => rowsOf(conversation.messages.value, conversation.firstUnread.value)), [conversation]).value
  const [day, setDay] = useState<number>()
  const settled = useRef(false)
  const lastKey = useRef(rows.at(-1)?.key)
  const total = conversation.messages.value.length
  const names = useNames(contact.contactId)
  const view = useCallback((row: Row) => <RowView row={row} conversation={conversation} total={total} names={names} />,
    [conversation, total, names])

  const toEnd = (): void => { list.current?.toEnd() }
  const onSeen = ({ first, abovePx, belowPx }: Seen): void => {
    if (!settled.current) return
    conversation.atEnd.value = belowPx < NEAR_PX
    if (conversation.atEnd.value) conversation.missed.value = 0
    const row = rows[first]
    const atMs = row?.kind === 'message' ? row.message.sentAtMs : row?.kind === 'day' ? row.atMs : undefined
    setDay(abovePx < 8 || atMs === undefined || belowPx < 1 ? undefined : dayOf(atMs))
    if (abovePx < AHEAD_PX) run(async () => { await conversation.loadOlder() })
  }

  useLayoutEffect(() => {
    const last = rows.at(-1)
    const grew = lastKey.current !== last?.key
    lastKey.current = last?.key
    if (!conversation.loaded.value || rows.length === 0) return
    if (!settled.current) {
      settled.current = true
      const unread = rows.findIndex(({ kind }) => kind === 'unread')
      if (unread === -1) return
      conversation.atEnd.value = false
      list.current?.show(unread, 'start', UNREAD_PX)
      return
    }
    const isMine = last?.kind === 'message' && last.message.direction === 'out'
    if (grew && (isMine || conversation.atEnd.value)) toEnd()
  }, [rows, conversation.loaded.value])

  useEffect(() => conversation.selected.subscribe(wanted => {
    if (wanted === undefined) return
    run(async () => {
      if (!conversation.loaded.value) await conversation.load()
      const found = await conversation.reach(wanted)
      if (found) show(wanted)
      conversation.selected.value = undefined
    })
  }), [conversation])

  const show = (messageId: string): void => {
    const now = rowsOf(conversation.messages.value, conversation.firstUnread.value)
    const index = now.findIndex(row => row.kind === 'message' && row.message.messageId === messageId)
    if (index === -1) return
    settled.current = true
    conversation.atEnd.value = false
    requestAnimationFrame(() => {
      list.current?.show(index, 'center')
      requestAnimationFrame(() => { flash(list.current?.box().querySelector(`[data-id="${CSS.escape(messageId)}"]`) ?? null) })
    })
  }

  return (
    <div class="list-frame">
      {day !== undefined && <div class="sticky-day" aria-hidden="true"><span class="pill">{dayNameOf(momentOf(day))}</span></div>}
      <LongList rows={rows} handle={list} onSeen={onSeen} label={t('conversation.log')} onKeyDown={moveFocus} view={view}>
        {conversation.loaded.value && total === 0 && <Beginning contact={contact} />}
      </LongList>
      {!conversation.atEnd.value && (
        <button type="button" class="to-end" onClick={toEnd} aria-label={t('conversation.toEnd')} title={t('conversation.toEnd')}>
          <Icon name="down" />{conversation.missed.value > 0 && <span class="badge">{formatNumber(conversation.missed.value)}</span>}
        </button>
      )}
    </div>
  )
}

/** The same object as long as the names are the same: every message would be drawn anew with each one that comes in. */
function useNames (contactId: string): Names {
  const known = useMemo(() => computed(() => JSON.stringify({ theirs: namesIn(contactId), own: [ownName.value] })), [contactId]).value
  return useMemo(() => JSON.parse(known) as Names, [known])
}

function RowView ({ row, conversation, total, names }: { row: Row, conversation: Conversation, total: number, names: Names }): JSX.Element {
  switch (row.kind) {
    case 'day': return <div class="day"><span class="pill">{dayNameOf(row.atMs)}</span></div>
    case 'unread': return (
      <div class="unread-row"><div class="unread-line" role="separator"><span>{t('conversation.unread')}</span></div></div>
    )
    case 'message': return (
      <MessageBubble message={row.message} conversation={conversation} opens={row.opens} closes={row.closes} n={row.n} total={total}
        names={names} />
    )
  }
}

function Beginning ({ contact }: { contact: Contact }): JSX.Element {
  return (
    <div class="beginning">
      <p>{t(contact.state === 'ready' ? 'conversation.begin' : 'conversation.beginLater', { name: contact.name })}</p>
      <p class="faint">{t(contact.group === undefined ? 'conversation.encrypted' : 'group.encrypted')}</p>
    </div>
  )
}

function flash (element: Element | null): void {
  if (element === null) return
  element.classList.remove('is-flashing')
  requestAnimationFrame(() => { element.classList.add('is-flashing') })
  setTimeout(() => { element.classList.remove('is-flashing') }, FLASH_MS)
  // Whoever looks for words goes on typing them.
  if (element instanceof HTMLElement && document.activeElement?.id !== 'find') element.focus({ preventScroll: true })
}

/** One message after the other by arrow keys, from whichever has the focus. */
function moveFocus (event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement
  const all = [...list.querySelectorAll<HTMLElement>('article')]
  const at = all.indexOf(document.activeElement as HTMLElement)
  if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
  const page = Math.max(1, all.length - 3)
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1, PageUp: at - page, PageDown: at + page }[event.key]
  if (next === undefined) return
  event.preventDefault()
  const target = all[Math.max(0, Math.min(all.length - 1, next))]
  target?.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'nearest' })
}
