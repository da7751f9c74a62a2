/** You in the middle, people around you, and farther out whoever helps: solid lines are direct, dashed ones go through others. */
import type { JSX } from 'preact'
import { t } from '../state/language.ts'
import type { Standing } from '../state/standing.ts'
import { initialsOf, plainName } from '../text/names.ts'

const [WIDTH, HEIGHT] = [640, 320]
const [MIDDLE_X, MIDDLE_Y] = [WIDTH / 2, HEIGHT / 2]
const MAX_SHOWN = 18
const NAME_CHARS = 14

function places (all: readonly Standing[], { rx, ry, turn }: { rx: number, ry: number, turn: number }): { one: Standing, x: number,
  y: number }[] {
  return all.slice(0, MAX_SHOWN).map((one, i) => {
    const angle = turn + 2 * Math.PI * i / Math.min(all.length, MAX_SHOWN)
    return { one, x: MIDDLE_X + rx * Math.cos(angle), y: MIDDLE_Y + ry * Math.sin(angle) }
  })
}

export function NetworkPicture ({ all }: { all: readonly Standing[] }): JSX.Element {
  const people = all.filter(({ kind }) => kind === 'person' || kind === 'neighbour')
  const helpers = all.filter(({ kind }) => kind !== 'person' && kind !== 'neighbour')
  const near = places(people, { rx: 165, ry: 92, turn: Math.PI })
  const far = places(helpers, { rx: 275, ry: 132, turn: -Math.PI / 2 + 0.4 })
  return (
    <svg class="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('network.picture', { people: people.length,
      helpers: helpers.length })}>
      <ellipse class="ring" cx={MIDDLE_X} cy={MIDDLE_Y} rx={275} ry={132} />
      {[...far, ...near].map(({ one, x, y }) => (
        <line key={`to ${one.id}`} class={`way is-${one.way}`} x1={MIDDLE_X} y1={MIDDLE_Y} x2={x} y2={y} />
      ))}
      {[...far, ...near].map(({ one, x, y }) => (
        <g key={one.id} class={`knot is-${one.kind} is-${one.way}`} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
          {one.kind === 'person' || one.kind === 'neighbour' ? <circle r="17" /> : <rect x="-13" y="-13" width="26" height="26" rx="7" />}
          <text class="letter" dy="4.500">{one.kind === 'person' ? initialsOf(one.name) : LETTERS[one.kind]}</text>
          <text class="label" y="32">{shortened(plainName(one.name))}</text>
        </g>
      ))}
      <g class="knot is-you" transform={`translate(${MIDDLE_X} ${MIDDLE_Y})`}><circle r="24" /><text class="letter" dy="5">{t('you')}
        </text></g>
    </svg>
  )
}

const LETTERS = { neighbour: '·', server: '#', proxy: '⇄', mailbox: '✉', relay: '↷' } as const
const shortened = (name: string): string => name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS - 1)}…` : name
