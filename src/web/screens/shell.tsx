/** The messenger: the rail, and one of its screens. On a phone one pane at a time, and the rail at the bottom. */
import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from '../parts/icon.tsx'
import { later } from '../parts/later.tsx'
import { requests, unreadTotal } from '../state/chats.ts'
import { formatNumber, t, type TextKey } from '../state/language.ts'
import { nearbyAsking } from '../state/nearby.ts'
import { go, place, type Screen } from '../state/place.ts'
import { ChatList } from './chat-list.tsx'
import { ConversationScreen } from './conversation.tsx'

const ENTRIES: [screen: Screen, icon: IconName, key: TextKey][] = [
  ['chats', 'chats', 'rail.chats'], ['add', 'add', 'rail.add'], ['network', 'network', 'rail.network'],
  ['holdings', 'holdings', 'rail.holdings'], ['settings', 'settings', 'rail.settings']
]

const AddScreen = later(async () => (await import('./add.tsx')).AddScreen)
const NetworkScreen = later(async () => (await import('./network.tsx')).NetworkScreen)
const HoldingsScreen = later(async () => (await import('./holdings.tsx')).HoldingsScreen)
const SettingsScreen = later(async () => (await import('./settings.tsx')).SettingsScreen)

export function Shell (): JSX.Element {
  const { screen, chat } = place.value
  const isDeep = screen === 'chats' && chat !== undefined
  return (
    <div class={isDeep ? 'shell is-deep' : 'shell'} data-screen={screen}>
      <Rail />
      {screen === 'chats' && <ChatList />}
      {screen === 'chats' && <ConversationScreen contactId={chat} />}
      {screen === 'add' && <AddScreen />}
      {screen === 'network' && <NetworkScreen />}
      {screen === 'holdings' && <HoldingsScreen />}
      {screen === 'settings' && <SettingsScreen />}
    </div>
  )
}

/** What stands before the node has answered: the same places, without words, whose language it has yet to tell. */
export function Frame ({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <div class="shell is-opening" data-screen="chats" aria-busy="true" inert>
      <Rail />
      <section class="side"><header class="side-head"><div class="search" /></header></section>
      <main class="main is-empty">{children}</main>
    </div>
  )
}

function Rail (): JSX.Element {
  const { screen } = place.value
  const counts: Partial<Record<Screen, number>> = { chats: unreadTotal.value, add: requests.value.length + nearbyAsking.value }
  return (
    <nav class="rail" aria-label={t('rail')}>
      {ENTRIES.map(([name, icon, key]) => {
        const count = counts[name] ?? 0
        return (
          <button key={name} type="button" class="rail-entry" aria-current={name === screen ? 'page' : false}
            onClick={() => { go({ screen: name }) }}>
            <span class="rail-icon"><Icon name={icon} />{count > 0 && <span class="badge" aria-hidden="true">{formatNumber(Math.min(count,
              99))}</span>}</span>
            <span class="rail-label">{t(key)}</span>
            {count > 0 && <span class="hidden">{t('rail.new', { count })}</span>}
          </button>
        )
      })}
    </nav>
  )
}
