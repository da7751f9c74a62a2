/** Meeting somebody in the same room: both turn this on, pick each other, and compare two words. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { now } from '../../api/remote.ts'
import type { NearbyPerson } from '../../api/schema.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Group } from '../parts/group.tsx'
import { Progress } from '../parts/progress.tsx'
import { t, type TextKey } from '../state/language.ts'
import { confirmNearby, loadNearby, nearby, nearbyOver, pickNearby, startNearby, stopNearby } from '../state/nearby.ts'
import { openChat } from '../state/place.ts'
import { run } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { countdownOf } from '../text/times.ts'

const SECOND_MS = 1000

export function NearbyGroup (): JSX.Element {
  const { untilMs, people } = nearby.value
  useEffect(() => { run(loadNearby) }, [])
  return (
    <Group title={t('nearby.title')}>
      <p>{t('nearby.text')}</p>
      {nearbyOver.value && <p role="status" class="warning">{t('nearby.over')}</p>}
      {untilMs === null
        ? <Button icon="nearby" onPress={startNearby}>{t('nearby.start')}</Button>
        : (
          <>
            <div class="row-setting"><Countdown untilMs={untilMs} /><Button onPress={stopNearby}>{t('nearby.stop')}</Button></div>
            {people.length === 0
              ? <Progress label={t('nearby.looking')} />
              : <p class="hint">{t('requests.hint')}</p>}
            <ul class="people" aria-live="polite">{people.map(person => <Person key={person.id} person={person} />)}</ul>
          </>
          )}
    </Group>
  )
}

function Countdown ({ untilMs }: { untilMs: number }): JSX.Element {
  const [leftMs, setLeftMs] = useState(untilMs - now())
  useEffect(() => {
    const timer = setInterval(() => { setLeftMs(untilMs - now()) }, SECOND_MS)
    return () => { clearInterval(timer) }
  }, [untilMs])
  return <div class="grow">{t('nearby.seen')} <strong class="countdown" role="timer" dir="ltr">{countdownOf(leftMs)}</strong></div>
}

const SAID: Partial<Record<NearbyPerson['state'], TextKey>> = {
  asked: 'nearby.asked', asks: 'nearby.asks', compare: 'nearby.compare', confirmed: 'nearby.confirmed', met: 'nearby.met'
}

function Person ({ person }: { person: NearbyPerson }): JSX.Element {
  const { id, state, words, error } = person
  const name = plainName(person.name)
  const said = SAID[state]
  const ref = useRef<HTMLLIElement>(null)
  // There is something to decide now, and it may stand below the window's edge.
  useEffect(() => { if (state === 'asks' || state === 'compare') ref.current?.scrollIntoView({ block: 'nearest' }) }, [state])
  return (
    <li ref={ref}>
      <Avatar id={id} name={name} />
      <div class="grow">
        <bdi class="name">{name}</bdi>
        {said !== undefined && <p class="hint">{t(said, { name })}</p>}
        {state === 'failed' && <p class="hint is-error">{t(reasonOf(error?.code))}</p>}
      </div>
      {words !== undefined && <p class="two-words" dir="ltr">{words.split(' ').join(' · ')}</p>}
      <Actions person={person} />
    </li>
  )
}

function Actions ({ person: { id, state, contactId } }: { person: NearbyPerson }): JSX.Element | null {
  const pick = async (): Promise<void> => { await pickNearby(id) }
  switch (state) {
    case 'there': return <Button onPress={pick}>{t('nearby.pick')}</Button>
    case 'asks': return <Button kind="primary" onPress={pick}>{t('nearby.pick')}</Button>
    case 'failed': return <Button onPress={pick}>{t('nearby.again')}</Button>
    case 'compare': return (
      <div class="actions">
        <Button kind="danger" onPress={async () => { await confirmNearby(id, false) }}>{t('verify.differ')}</Button>
        <Button kind="primary" onPress={async () => { await confirmNearby(id, true) }}>{t('verify.match')}</Button>
      </div>
    )
    case 'met': return contactId === undefined ? null : <Button kind="primary" onPress={() => { openChat(contactId) }}>
      {t('nearby.write')}</Button>
    case 'asked':
    case 'confirmed': return null
  }
}

const reasonOf = (code: string | undefined): TextKey =>
  code === 'REFUSED' ? 'nearby.differed' : code === 'TIMED_OUT' ? 'nearby.late' : 'nearby.gone'
