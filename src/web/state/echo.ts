/** Somebody to try it out with: a second node on this computer, begun and ended by one click. */
import { computed } from '@preact/signals'
import { hasCode } from '../../api/remote.ts'
import { putContact } from './chats.ts'
import { call, refreshStatus, status } from './connection.ts'
import { go, openChat, place } from './place.ts'

/** who it is here, while it is there */
export const echoId = computed(() => status.value?.echo)

export async function startEcho (): Promise<void> {
  try {
    putContact(await call('echo.start'))
  } catch (err) {
    if (!hasCode(err, 'EXISTS')) throw err // begun in another tab
  }
  await refreshStatus()
  if (echoId.value !== undefined) openChat(echoId.value)
}

export async function stopEcho (): Promise<void> {
  const { chat } = place.value
  if (chat !== undefined && chat === echoId.value) go({ screen: 'chats' })
  await call('echo.stop')
  await refreshStatus()
}
