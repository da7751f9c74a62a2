/** The page: what it follows, and what it draws. */
import { render } from 'preact'
import { App } from './app.tsx'
import { followAttention } from './state/alerts.ts'
import { clearUnread, followChats } from './state/chats.ts'
import { begin } from './state/connection.ts'
import { followConversations } from './state/conversation.ts'
import { followKeys } from './state/keys.ts'
import { followHistory } from './state/place.ts'
import { followPreferences } from './state/preferences.ts'
import { run } from './state/run.ts'
import { followTabs } from './state/tabs.ts'

followHistory()
followPreferences()
followChats()
followConversations()
followTabs(clearUnread)
followAttention()
followKeys()
run(begin)
render(<App />, document.querySelector('#page')!)
