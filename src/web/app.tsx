/** Which of the page's faces is shown: the way in, or the messenger. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Announcer } from './parts/announcer.tsx'
import { Dialogs } from './parts/dialog.tsx'
import { later } from './parts/later.tsx'
import { Menus } from './parts/menu.tsx'
import { Notices } from './parts/notices.tsx'
import { CodeScreen } from './screens/code.tsx'
import { Frame, Shell } from './screens/shell.tsx'
import { UnlockScreen } from './screens/unlock.tsx'
import { letIn, phase } from './state/connection.ts'
import { t } from './state/language.ts'
import { meeting } from './state/meeting.ts'

const WelcomeScreen = later(async () => (await import('./screens/welcome.tsx')).WelcomeScreen, { ahead: false })

export function App (): JSX.Element {
  return (
    <>
      <Face />
      <Menus />
      <Dialogs />
      <Notices />
      <Announcer />
    </>
  )
}

function Face (): JSX.Element {
  // The words are still to be confirmed while the node is open already.
  if (meeting.value !== undefined) return <WelcomeScreen />
  switch (phase.value) {
    case 'connecting': return letIn.value ? <Frame><Patience /></Frame> : <main class="way-in" aria-busy="true"><Patience /></main>
    case 'foreign': return <Foreign />
    case 'code': return <CodeScreen />
    case 'empty': return <WelcomeScreen />
    case 'locked': return <UnlockScreen />
    case 'open': return <Shell />
  }
}

/** A stop: nothing was asked for yet, and nothing will be. */
const Foreign = (): JSX.Element => (
  <main class="way-in">
    <div class="step"><h1>{t('foreign')}</h1><p>{t('foreign.text')}</p></div>
  </main>
)

const PATIENCE_MS = 300

/** Nothing for a moment, then a word: most of the time the moment is enough. */
function Patience (): JSX.Element | null {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => { setLate(true) }, PATIENCE_MS)
    return () => { clearTimeout(timer) }
  }, [])
  return late ? <p class="faint">{t('connecting')}</p> : null
}
