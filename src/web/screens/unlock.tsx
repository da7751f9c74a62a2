import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { hasCode } from '../../api/remote.ts'
import { Button } from '../parts/button.tsx'
import { Field, Step } from '../parts/form.tsx'
import { Phrase } from '../parts/phrase.tsx'
import { call, lost, settle } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { reasonOf } from '../text/failures.ts'

const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 15_000

export function UnlockScreen (): JSX.Element {
  const [passphrase, setPassphrase] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [tries, setTries] = useState(0)
  const [waits, setWaits] = useState(false)
  useEffect(() => {
    if (tries === 0) return
    setWaits(true)
    const timer = setTimeout(() => { setWaits(false) }, Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1)))
    return () => { clearTimeout(timer) }
  }, [tries])
  const unlock = async (): Promise<void> => {
    if (busy || waits || passphrase === '') return
    setBusy(true)
    setError(undefined)
    try {
      await call('unlock', { passphrase })
      setPassphrase('')
      await settle()
    } catch (err) {
      if (hasCode(err, 'WRONG_PASSPHRASE')) {
        setTries(tries + 1)
        setPassphrase('')
      }
      setError(hasCode(err, 'WRONG_PASSPHRASE') ? t('unlock.wrong') : reasonOf(err))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main class="way-in">
      <Step onSubmit={() => { void unlock() }}>
        <h1>{t('unlock.title')}</h1>
        <Phrase />
        <Field label={t('passphrase')} type="password" value={passphrase} autoFocus autoComplete="current-password" error={error}
          onInput={value => { setPassphrase(value); setError(undefined) }} />
        <Button kind="primary" disabled={passphrase === '' || waits || lost.value} onPress={unlock}>{busy ? t('unlock.busy')
          : t('unlock.open')}</Button>
        {busy && <div class="progress" role="progressbar" aria-label={t('unlock.busy')} />}
        {lost.value && <p class="faint" role="status">{t('strip.lost')}</p>}
      </Step>
    </main>
  )
}
