/** The page: what it follows, and what it draws. */
import { render } from 'preact'
import { App } from './app.tsx'
import { followAttention } from './state/alerts.ts'
import { followAnnouncements } from './state/announce.ts'
import { clearUnread, followChats } from './state/chats.ts'
import { closeDialog } from './parts/dialog.tsx'
import { closeMenu } from './parts/menu.tsx'
import { fetchParts } from './parts/later.tsx'
import { begin, onLocked, onOpen } from './state/connection.ts'
import { followConversations } from './state/conversation.ts'
import { followGroups } from './state/groups.ts'
import { followKeys } from './state/keys.ts'
import { followNearby } from './state/nearby.ts'
import { followHistory, place } from './state/place.ts'
import { followPreferences } from './state/preferences.ts'
import { forgetRoutes } from './state/routes.ts'
import { hush, run } from './state/run.ts'
import { followSounds } from './state/sounds.ts'
import { followTabs } from './state/tabs.ts'

followHistory()
followPreferences()
followChats()
followConversations()
followGroups()
followTabs(clearUnread)
followAttention()
followKeys()
followNearby()
followAnnouncements()
followSounds()
onOpen(fetchParts)
onLocked(({ asked }) => {
  hush()
  closeMenu()
  closeDialog()
  forgetRoutes()
  if (asked) place.value = { screen: 'chats' }
})
run(begin)
render(<App />, document.querySelector('#page')!)
