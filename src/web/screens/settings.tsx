/** Choices about this page and this profile. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Result } from '../../api/schema.ts'
import { hasCode } from '../../api/remote.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Group } from '../parts/group.tsx'
import { EchoGroup } from '../parts/echo.tsx'
import { Choice, Field, Step, Switch } from '../parts/form.tsx'
import { showKeys } from '../parts/keys-help.tsx'
import { Phrase } from '../parts/phrase.tsx'
import { call, lock, status } from '../state/connection.ts'
import { formatNumber, LANGUAGES, preferredLanguage, t, type Language } from '../state/language.ts'
import { prefer, preferences, textPercent, theme } from '../state/preferences.ts'
import { chime } from '../state/sounds.ts'
import { run, tell } from '../state/run.ts'
import { reasonOf } from '../text/failures.ts'
import { plainName } from '../text/names.ts'
import { dateOf } from '../text/times.ts'
import { strengthOf } from '../text/strength.ts'
import { Page } from './page.tsx'

const SIZES = [90, 100, 110, 120, 130, 150]

export function SettingsScreen (): JSX.Element {
  return (
    <Page title={t('rail.settings')}>
      <Profile />
      <Appearance />
      <Notifications />
      <Passphrase />
      <EchoGroup />
      <About />
    </Page>
  )
}

function Profile (): JSX.Element {
  const [identity, setIdentity] = useState<Result<'identity.show'>>()
  useEffect(() => { run(async () => { setIdentity(await call('identity.show')) }) }, [])
  return (
    <Group title={t('settings.profile')}>
      {identity !== undefined && (
        <div class="profile">
          <Avatar id={identity.accountId} name={identity.name} />
          <div class="grow"><bdi class="name">{plainName(identity.name)}</bdi><p class="hint">{t('settings.since',
            { date: dateOf(identity.createdAtMs) })}</p></div>
          <Button icon="lock" onPress={lock}>{t('settings.lock')}</Button>
        </div>
      )}
      <Phrase />
    </Group>
  )
}

function Appearance (): JSX.Element {
  const language = (preferences.value.language ?? preferredLanguage()) as Language
  return (
    <Group title={t('settings.appearance')}>
      <Choice label={t('settings.theme')} value={theme()} onChange={theme => { prefer({ theme }) }}
        options={[['system', t('theme.system')], ['light', t('theme.light')], ['dark', t('theme.dark')]]} />
      <Choice label={t('settings.size')} value={String(textPercent())} onChange={size => { prefer({ textPercent: Number(size) }) }}
        options={SIZES.map(size => [String(size), `${formatNumber(size)} %`] as const)} />
      <Choice label={t('settings.language')} value={language} onChange={language => { prefer({ language }) }}
        options={Object.entries(LANGUAGES) as [Language, string][]} />
    </Group>
  )
}

function Notifications (): JSX.Element {
  const { notify = false, notifyContents = false, sounds = false } = preferences.value
  const choose = async (on: boolean): Promise<void> => {
    const granted = on && await Notification.requestPermission() === 'granted'
    prefer({ notify: granted })
    if (on && !granted) tell(t('notify.denied'), 'error')
  }
  return (
    <Group title={t('settings.notifications')}>
      <Switch label={t('notify.on')} on={notify} onChange={on => { run(async () => { await choose(on) }) }} />
      <Switch label={t('notify.sounds')} on={sounds} onChange={on => {
        prefer({ sounds: on })
        if (on) chime()
      }} />
      {notify && <Switch label={t('notify.contents')} hint={t('notify.contentsHint')} on={notifyContents}
        onChange={on => { prefer({ notifyContents: on }) }} />}
    </Group>
  )
}

function Passphrase (): JSX.Element {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [error, setError] = useState<string>()
  const strength = strengthOf(next)
  const change = async (): Promise<void> => {
    await call('passphrase.change', { current, next })
    setCurrent('')
    setNext('')
    tell(t('passphrase.changed'))
  }
  const failed = (err: unknown): void => { setError(hasCode(err, 'WRONG_PASSPHRASE') ? t('unlock.wrong') : reasonOf(err)) }
  return (
    <Group title={t('passphrase')}>
      <Step onSubmit={() => { if (current !== '' && next !== '') change().catch(failed) }}>
        <Field label={t('passphrase.current')} type="password" value={current} error={error} autoComplete="current-password"
          onInput={value => { setCurrent(value); setError(undefined) }} />
        <Field label={t('passphrase.next')} type="password" value={next} onInput={setNext} autoComplete="new-password"
          hint={<span class={`strength is-${strength}`}><i /><span>{next === '' ? t('passphrase.noReset') : t(`strength.${strength}`)}
            </span></span>} />
        <Button disabled={current === '' || next === ''} onPress={change} onError={failed}>{t('passphrase.change')}</Button>
      </Step>
    </Group>
  )
}

function About (): JSX.Element {
  return (
    <Group title={t('settings.about')}>
      <p>{t('settings.aboutText')}</p>
      <p class="hint">nobyte {status.value?.version} · AGPL-3.0-only</p>
      <Button icon="keyboard" onPress={showKeys}>{t('keys')}</Button>
    </Group>
  )
}
