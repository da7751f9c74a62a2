import { memo } from 'preact/compat'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message } from '../../api/schema.ts'
import { type Bubble, type Conversation } from '../state/conversation.ts'
import { formatNumber, t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { plainName, plainText } from '../text/names.ts'
import { fullTimeOf, timeOf } from '../text/times.ts'
import { Icon } from './icon.tsx'
import { messageMenu, react, showTimeline } from './message-actions.tsx'
import { MessageText } from './text.tsx'
import { stateText, Ticks } from './ticks.tsx'

interface Props {
  message: Bubble
  conversation: Conversation
  /** the first and the last of those that were said in one breath */
  opens: boolean
  closes: boolean
  n: number
  total: number
  /** who may be named in it */
  names: Names
}

/** Who may be named by oneself, and by others. */
export interface Names { theirs: readonly string[], own: readonly string[] }

/** Most texts, which need not be looked at any closer. */
const WORDS = /^\p{L}/u
/** Up to three emoji and nothing else are shown large. */
const LARGE = /^(?:\p{RGI_Emoji}\s?){1,3}$/v

/** Which of all it is changes with each page of older ones; what stands in it does not, and is not looked at again. */
export function MessageBubble ({ message, conversation, opens, closes, n, total, names }: Props): JSX.Element {
  const { direction, text, deleted, outcome } = message
  const isOut = direction === 'out'
  const isLarge = !deleted && text.length < 40 && !WORDS.test(text) && LARGE.test(text.trim())
  const menu = (event: MouseEvent): void => { messageMenu(event, message, conversation) }
  const classes = ['message', isOut ? 'is-out' : 'is-in', opens && 'opens', closes && 'closes', isLarge && 'is-large',
    outcome === 'failed' && 'is-failed',
    message.mentioned && 'is-mention']
  return (
    <article class={classes.filter(Boolean).join(' ')} data-id={message.messageId} tabIndex={n === total - 1 ? 0 : -1}
      aria-setsize={total} aria-posinset={n + 1} aria-label={labelOf(message)} onContextMenu={outcome === undefined ? menu : undefined}
      onDblClick={() => { if (outcome === undefined && !deleted) conversation.replyTo.value = message }}>
      <Contents message={message} conversation={conversation} opens={opens} names={names} />
    </article>
  )
}

type ContentsProps = Pick<Props, 'message' | 'conversation' | 'opens' | 'names'>

const Contents = memo(function Contents ({ message, conversation, opens, names }: ContentsProps): JSX.Element {
  const { direction, text, deleted, edited, pinned, reactions, sentAtMs, expiresAfterMs, outcome, newer } = message
  const { groupId, from, late, unverified, offeredBy } = message
  const isOut = direction === 'out'
  return (
    <>
      <div class="bubble">
        {groupId !== undefined && !isOut && opens && <strong class="author"><bdi>{plainName(from)}</bdi></strong>}
        {message.replyTo !== undefined && <Quote id={message.replyTo} conversation={conversation} />}
        {deleted
          ? <div class="words is-gone">{t('message.deleted')}</div>
          : newer === true ? <div class="words is-gone">{t('message.newer')}</div> : <MessageText text={text}
            names={isOut ? names.theirs : names.own} />}
        <span class="stamp">
          {pinned && <Icon name="pin" label={t('message.pinned')} />}
          {expiresAfterMs !== undefined && !deleted && <Icon name="timer" label={t('message.expires')} />}
          {(late ?? unverified) === true && <Icon name="warning" label={t(late === true ? 'group.late' : 'group.unverified')} />}
          {offeredBy !== undefined && <Icon name="info" label={t('group.past', { name: plainName(offeredBy) })} />}
          {edited && !deleted && <span>{t('message.edited')}</span>}
          <time title={fullTimeOf(sentAtMs)}>{timeOf(sentAtMs)}</time>
          {isOut && outcome === undefined && !deleted && (
            <button type="button" class="ticks-button" tabIndex={-1} aria-label={t('timeline.of', { state: stateText(message) })}
              onClick={() => { showTimeline(message, conversation.contactId) }}><Ticks message={message} /></button>
          )}
          {isOut && outcome === 'sending' && <Ticks message={message} />}
        </span>
        {reactions.length > 0 && (
          <div class="reactions">
            {[...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, all]) => {
              const isMine = all.some(({ direction }) => direction === 'out')
              const who = all.map(({ direction, from }) => direction === 'out' ? t('you') : plainName(from)).join(', ')
              return (
                <button key={emoji} type="button" tabIndex={-1} aria-pressed={isMine} title={who}
                  onClick={() => { run(async () => { await react(message, conversation, isMine ? '' : emoji) }) }}>
                  {plainName(emoji)}{all.length > 1 && <span aria-hidden="true"> {formatNumber(all.length)}</span>}
                  <span class="hidden"> {who}</span>
                </button>
              )
            })}
          </div>
        )}
      </div>
      {outcome === undefined && <button type="button" class="bubble-tools" aria-label={t('message.menu')} title={t('message.menu')}
        onClick={event => { messageMenu(event, message, conversation) }} />}
      {outcome === 'failed' && (
        <div class="failed" role="alert">
          <Icon name="warning" /><span>{t('state.failed')}</span>
          <button type="button" class="link-button" onClick={() => { run(async () => { await conversation.retry(message) }) }}>{t('retry')}
            </button>
          <button type="button" class="link-button" onClick={() => { conversation.discard(message) }}>{t('message.discard')}</button>
        </div>
      )}
    </>
  )
})

/** In one breath: who, what, when, and what became of it. */
function labelOf (message: Bubble): string {
  const { direction, from, text, deleted, sentAtMs } = message
  const who = direction === 'out' ? t('you') : plainName(from)
  const said = deleted ? t('message.deleted') : plainText(text.slice(0, 300))
  return `${who}: ${said}, ${timeOf(sentAtMs)}${direction === 'out' ? `, ${stateText(message)}` : ''}`
}

function Quote ({ id, conversation }: { id: string, conversation: Conversation }): JSX.Element {
  const here = conversation.messages.value.find(one => one.messageId === id)
  const [found, setFound] = useState<Message | undefined>(here)
  useEffect(() => {
    if (here === undefined) run(async () => { setFound(await conversation.find(id)) })
  }, [id])
  const shown = here ?? found
  return (
    <button type="button" class="quote" tabIndex={-1} onClick={() => { conversation.selected.value = id }}>
      <strong><bdi>{shown === undefined ? t('message.reply') : shown.direction === 'out' ? t('you') : plainName(shown.from)}</bdi></strong>
      <span class="cut" dir="auto">{shown === undefined ? t('message.gone') : shown.deleted ? t('message.deleted')
        : plainText(shown.text.slice(0, 160))}</span>
    </button>
  )
}
