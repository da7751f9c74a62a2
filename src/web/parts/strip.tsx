/** One line about the node at the foot of the list: how it stands with the network, and what is amiss. No window opens for it. */
import { computed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { connected, lost, onEvent, reconnect, refreshStatus, status } from '../state/connection.ts'
import { t, type TextKey } from '../state/language.ts'
import { go } from '../state/place.ts'

const EVERY_MS = 10_000
const SOON_MS = 500
/** while something is under way whose end is worth seeing */
const OFTEN_MS = 1000

let following = false

const ask = (): void => { if (connected.value && document.visibilityState === 'visible') refreshStatus().catch(() => {}) }

/** Asked again when the network says that something changed, and now and then. */
function follow (): void {
  if (following) return
  following = true
  let soon: ReturnType<typeof setTimeout> | undefined
  onEvent(({ type }) => {
    if (type !== 'network' && type !== 'contact' && type !== 'presence') return
    soon ??= setTimeout(() => {
      soon = undefined
      ask()
    }, SOON_MS)
  })
  setInterval(ask, EVERY_MS)
  setInterval(() => { if (underway.value !== undefined) ask() }, OFTEN_MS)
}

/** What takes the node some time after a start. */
const underway = computed((): TextKey | undefined => {
  const { peers = 0, mailboxes = [], indexing } = status.value ?? {}
  if (peers > 0 && mailboxes.some(({ state, fetchedAtMs }) => state === 'new' && fetchedAtMs === null)) return 'strip.catchUp'
  return indexing === true ? 'strip.indexing' : undefined
})

export function Strip (): JSX.Element {
  useEffect(() => {
    follow()
    ask() // it may have been out of sight for long
  }, [])
  const now = status.value
  if (lost.value || !connected.value) {
    return (
      <div class="strip is-amiss" role="status">
        <span class="dot is-pulsing" /><span class="grow">{t('strip.lost')}</span>
        <button type="button" class="link-button" onClick={reconnect}>{t('strip.retry')}</button>
      </div>
    )
  }
  const peers = now?.peers ?? 0
  const amiss = now?.clockDoubt !== undefined
  const text = amiss ? t('strip.clock') : underway.value !== undefined ? t(underway.value)
    : peers > 0 ? t('strip.connected', { count: peers }) : t('strip.alone')
  return (
    <button type="button" class={amiss ? 'strip is-amiss' : 'strip'} onClick={() => { go({ screen: 'network' }) }}>
      <span class={peers > 0 && underway.value === undefined ? 'dot is-on' : 'dot is-pulsing'} />
      <span class="grow" role="status">{text}</span>
      {(now?.waiting ?? 0) > 0 && <span class="faint">{t('strip.waiting', { count: now?.waiting ?? 0 })}</span>}
    </button>
  )
}
