/** One line about the node at the foot of the list: how it stands with the network, and what is amiss. No window opens for it. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { connected, lost, onEvent, reconnect, refreshStatus, status } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { go } from '../state/place.ts'

const EVERY_MS = 10_000
const SOON_MS = 500

let following = false

/** Asked again when the network says that something changed, and now and then. */
function follow (): void {
  if (following) return
  following = true
  let soon: ReturnType<typeof setTimeout> | undefined
  const ask = (): void => { if (connected.value && document.visibilityState === 'visible') refreshStatus().catch(() => {}) }
  onEvent(({ type }) => {
    if (type !== 'network' && type !== 'contact' && type !== 'presence') return
    soon ??= setTimeout(() => {
      soon = undefined
      ask()
    }, SOON_MS)
  })
  setInterval(ask, EVERY_MS)
}

export function Strip (): JSX.Element {
  useEffect(follow, [])
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
  const text = now?.clockDoubt !== undefined ? t('strip.clock') : peers > 0 ? t('strip.connected', { count: peers }) : t('strip.alone')
  const amiss = now?.clockDoubt !== undefined
  return (
    <button type="button" class={amiss ? 'strip is-amiss' : 'strip'} onClick={() => { go({ screen: 'network' }) }}>
      <span class={peers > 0 ? 'dot is-on' : 'dot is-pulsing'} /><span class="grow" role="status">{text}</span>
      {(now?.waiting ?? 0) > 0 && <span class="faint">{t('strip.waiting', { count: now?.waiting ?? 0 })}</span>}
    </button>
  )
}
