import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { echoId, startEcho, stopEcho } from '../state/echo.ts'
import { t } from '../state/language.ts'
import { openChat } from '../state/place.ts'
import { Button } from './button.tsx'
import { Group } from './group.tsx'
import { Progress } from './progress.tsx'

/** "Say hello to yourself first": a message is seen to arrive before anybody else is there. */
export function EchoGroup (): JSX.Element {
  const [busy, setBusy] = useState(false)
  const id = echoId.value
  const start = async (): Promise<void> => {
    setBusy(true)
    await startEcho().finally(() => { setBusy(false) })
  }
  return (
    <Group title={t('echo.title')}>
      <p>{t('echo.text')}</p>
      {id === undefined
        ? <Button icon="chats" onPress={start}>{t('echo.start')}</Button>
        : (
          <div class="actions is-start">
            <Button icon="chats" onPress={() => { openChat(id) }}>{t('echo.open')}</Button>
            <Button onPress={stopEcho}>{t('echo.stop')}</Button>
          </div>
          )}
      {busy && <Progress label={t('echo.starting')} />}
    </Group>
  )
}
