/** The recovery words: written down once, and confirmed by three of them; typed again on a new computer. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { NetworkDescription } from '../../api/schema.ts'
import { Button } from '../parts/button.tsx'
import { Field, Step } from '../parts/form.tsx'
import { Progress } from '../parts/progress.tsx'
import { call, settle } from '../state/connection.ts'
import { formatNumber, t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { reasonOf } from '../text/failures.ts'

const ASKED = 3

/** Which words are asked for: not the same ones each time. */
function pick (count: number): number[] {
  const chosen = new Set<number>()
  const bytes = new Uint32Array(1)
  while (chosen.size < ASKED) chosen.add(crypto.getRandomValues(bytes)[0]! % count)
  return [...chosen].sort((a, b) => a - b)
}

export function WordsStep ({ words, onConfirmed }: { words: readonly string[], onConfirmed: () => Promise<void> }): JSX.Element {
  const [shown, setShown] = useState(true)
  const asked = useMemo(() => pick(words.length), [words])
  const [typed, setTyped] = useState<Record<number, string>>({})
  const isRight = (i: number): boolean => (typed[i] ?? '').trim().toLowerCase() === words[i]
  const done = asked.every(isRight)
  const [busy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    if (!done || busy) return
    setBusy(true)
    await onConfirmed().finally(() => { setBusy(false) })
  }
  if (shown) {
    return (
      <Step onSubmit={() => { setShown(false) }}>
        <h1>{t('words.title')}</h1>
        <p>{t('words.text')}</p>
        <ol class="words-list" dir="ltr">{words.map(word => <li key={word}>{word}</li>)}</ol>
        <Button kind="primary" onPress={() => { setShown(false) }}>{t('words.written')}</Button>
      </Step>
    )
  }
  return (
    <Step onSubmit={() => { run(confirm) }}>
      <h1>{t('words.confirm')}</h1>
      <p>{t('words.confirmText')}</p>
      {asked.map((i, at) => (
        <Field key={i} label={t('words.nth', { n: i + 1 })} value={typed[i] ?? ''} autoFocus={at === 0} autoComplete="off"
          onInput={value => { setTyped({ ...typed, [i]: value }) }}
          error={(typed[i] ?? '').length > 2 && !words[i]!.startsWith(typed[i]!.trim().toLowerCase()) ? t('words.wrong') : undefined} />
      ))}
      <div class="actions">
        <Button onPress={() => { setShown(true) }}>{t('words.again')}</Button>
        <Button kind="primary" disabled={!done} onPress={confirm}>{t('done')}</Button>
      </div>
      {busy && <Progress label={t('passphrase.busy')} />}
    </Step>
  )
}

const COUNT = 24

export function RecoverStep ({ network, onBack }: { network: NetworkDescription | undefined, onBack: () => void }): JSX.Element {
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [error, setError] = useState<string>()
  const words = text.trim().toLowerCase().split(/\s+/u).filter(word => word !== '')
  const complete = name.trim() !== '' && words.length === COUNT && passphrase !== ''
  const recover = async (): Promise<void> => {
    if (!complete) return
    await call('profile.recover', { name: name.trim(), passphrase, recoveryWords: words, ...(network === undefined ? {} : { network }) })
    await call('unlock', { passphrase })
    await settle()
  }
  const failed = (err: unknown): void => { setError(reasonOf(err)) }
  return (
    <Step onSubmit={() => { recover().catch(failed) }}>
      <h1>{t('recover.title')}</h1>
      <p>{t('recover.text')}</p>
      <Field label={t('welcome.name')} value={name} onInput={setName} autoFocus maxLength={64} />
      <Field label={t('recover.words')} value={text} onInput={value => { setText(value); setError(undefined) }} lines={4}
        autoComplete="off" error={error}
        hint={`${formatNumber(words.length)} / ${formatNumber(COUNT)}`} />
      <Field label={t('recover.passphrase')} type="password" value={passphrase} onInput={setPassphrase} autoComplete="new-password" />
      <div class="actions">
        <Button onPress={onBack}>{t('back')}</Button>
        <Button kind="primary" disabled={!complete} onPress={recover} onError={failed}>{t('recover.do')}</Button>
      </div>
    </Step>
  )
}
