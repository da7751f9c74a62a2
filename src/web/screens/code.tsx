import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../parts/button.tsx'
import { Field, Step } from '../parts/form.tsx'
import { hasCode } from '../../api/remote.ts'
import { signIn } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { reasonOf } from '../text/failures.ts'

/** Whoever is at this computer proves it with a code that only its command line prints. */
export function CodeScreen (): JSX.Element {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const enter = async (): Promise<void> => { await signIn(code) }
  const failed = (err: unknown): void => { setError(hasCode(err, 'REFUSED') ? t('code.wrong') : reasonOf(err)) }
  return (
    <main class="way-in">
      <Step onSubmit={() => { enter().catch(failed) }}>
        <h1>{t('code.title')}</h1>
        <p>{t('code.how')}</p>
        <pre class="command" dir="ltr">nobyte open</pre>
        <Field label={t('code.field')} value={code} error={error} autoFocus autoComplete="one-time-code"
          onInput={value => { setCode(value); setError(undefined) }} />
        <Button kind="primary" disabled={code.trim() === ''} onPress={enter} onError={failed}>{t('code.enter')}</Button>
      </Step>
    </main>
  )
}
