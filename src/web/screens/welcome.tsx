/** The first run: a name, a passphrase, and the words that bring the account back. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { NetworkDescription } from '../../api/schema.ts'
import { Button } from '../parts/button.tsx'
import { Field, Step } from '../parts/form.tsx'
import { FilePicker } from '../parts/file.tsx'
import { Phrase } from '../parts/phrase.tsx'
import { call, settle } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { meeting } from '../state/meeting.ts'
import { go } from '../state/place.ts'
import { run } from '../state/run.ts'
import { strengthOf } from '../text/strength.ts'
import { RecoverStep, WordsStep } from './words.tsx'

export function WelcomeScreen (): JSX.Element {
  const [name, setName] = useState('')
  const [step, setStep] = useState<'name' | 'passphrase' | 'recover'>('name')
  const [network, setNetwork] = useState<NetworkDescription>()
  if (meeting.value !== undefined) {
    return (
      <main class="way-in">
        <Progress at={3} />
        <WordsStep words={meeting.value.words} onConfirmed={begin} />
      </main>
    )
  }
  if (step === 'recover') {
    return (
      <main class="way-in">
        <RecoverStep network={network} onBack={() => { setStep('name') }} />
      </main>
    )
  }
  return (
    <main class="way-in">
      <Progress at={step === 'name' ? 1 : 2} />
      {step === 'name'
        ? (
          <Step onSubmit={() => { if (name.trim() !== '') setStep('passphrase') }}>
            <h1>{t('welcome.title')}</h1>
            <p>{t('welcome.text')}</p>
            <Field label={t('welcome.name')} value={name} onInput={setName} autoFocus autoComplete="nickname" maxLength={64}
              hint={t('welcome.nameHint')} />
            <Button kind="primary" disabled={name.trim() === ''} onPress={() => { setStep('passphrase') }}>{t('next')}</Button>
            <details class="quiet">
              <summary>{t('welcome.more')}</summary>
              <NetworkChoice network={network} onChosen={setNetwork} />
              <button type="button" class="link-button" onClick={() => { setStep('recover') }}>{t('recover.offer')}</button>
            </details>
          </Step>
          )
        : <PassphraseStep name={name} network={network} onBack={() => { setStep('name') }} />}
    </main>
  )
}

/** The words are on paper: only now the profile is made, from them. A page that is closed before has left nothing behind. */
async function begin (): Promise<void> {
  const { passphrase, words, name, network } = meeting.value!
  await call('profile.recover', { name, passphrase, recoveryWords: [...words], ...(network === undefined ? {} : { network }) })
  await call('unlock', { passphrase })
  go({ screen: 'add' })
  await settle()
  meeting.value = undefined
}

function Progress ({ at }: { at: number }): JSX.Element {
  return (
    <ol class="steps" aria-label={t('welcome.step', { at, of: 3 })}>
      {[1, 2, 3].map(step => <li key={step} class={step <= at ? 'is-done' : ''} aria-current={step === at ? 'step' : false} />)}
    </ol>
  )
}

function NetworkChoice ({ network, onChosen }: {
  network: NetworkDescription | undefined, onChosen: (network: NetworkDescription) => void
}): JSX.Element {
  return (
    <div class="stack">
      <p class="hint">{network === undefined ? t('welcome.network') : t('welcome.networkChosen', { name: network.name })}</p>
      <FilePicker label={t('network.file')} accept=".json,application/json" onText={text => {
        run(async () => { onChosen(JSON.parse(text) as NetworkDescription) })
      }} />
    </div>
  )
}

function PassphraseStep ({ name, network, onBack }: {
  name: string, network: NetworkDescription | undefined, onBack: () => void
}): JSX.Element {
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const strength = strengthOf(passphrase)
  const fits = passphrase !== '' && passphrase === again
  const next = async (): Promise<void> => {
    if (!fits) return
    const { recoveryWords: words } = await call('profile.words')
    meeting.value = { name: name.trim(), passphrase, words, ...(network === undefined ? {} : { network }) }
  }
  return (
    <Step onSubmit={() => { run(next) }}>
      <h1>{t('passphrase.title')}</h1>
      <p>{t('passphrase.text')} <strong>{t('passphrase.noReset')}</strong></p>
      <Phrase />
      <Field label={t('passphrase')} type="password" value={passphrase} onInput={setPassphrase} autoFocus autoComplete="new-password"
        hint={<span class={`strength is-${strength}`}><i /><span>{t(`strength.${strength}`)}</span></span>} />
      <Field label={t('passphrase.again')} type="password" value={again} onInput={setAgain} autoComplete="new-password"
        error={again !== '' && !passphrase.startsWith(again) ? t('passphrase.differs') : undefined} />
      <div class="actions">
        <Button onPress={onBack}>{t('back')}</Button>
        <Button kind="primary" disabled={!fits} onPress={next}>{t('next')}</Button>
      </div>
    </Step>
  )
}
