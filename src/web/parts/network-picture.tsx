/** You in the middle, people around you, and farther out whoever helps: solid lines are direct, dashed ones go through others. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { t } from '../state/language.ts'
import type { Standing } from '../state/standing.ts'
import { initialsOf, plainName } from '../text/names.ts'

interface Ring { rx: number, ry: number }
interface Shape { width: number, height: number, near: Ring, far: Ring }
interface Place { one: Standing, x: number, y: number }

const WIDE: Shape = { width: 640, height: 330, near: { rx: 165, ry: 92 }, far: { rx: 275, ry: 126 } }
/** on a phone: higher than wide, so that names can be read */
const TALL: Shape = { width: 360, height: 420, near: { rx: 92, ry: 104 }, far: { rx: 138, ry: 172 } }
const MAX_SHOWN = 18
const NAME_CHARS = 14

const narrow = matchMedia('(max-width: 600px)')
const shape = signal(narrow.matches ? TALL : WIDE)
narrow.addEventListener('change', ({ matches }) => { shape.value = matches ? TALL : WIDE })

function around ({ width, height }: Shape, { rx, ry }: Ring, all: readonly Standing[], turn: number): Place[] {
  const shown = all.slice(0, MAX_SHOWN)
  return shown.map((one, i) => {
    const angle = turn + 2 * Math.PI * i / shown.length
    return { one, x: width / 2 + rx * Math.cos(angle), y: height / 2 + ry * Math.sin(angle) }
  })
}

const isPerson = ({ kind }: Standing): boolean => kind === 'person' || kind === 'neighbour'

export function NetworkPicture ({ all }: { all: readonly Standing[] }): JSX.Element {
  const { width, height, near, far } = shape.value
  const [people, helpers] = [all.filter(isPerson), all.filter(one => !isPerson(one))]
  const places = [...around(shape.value, far, helpers, 0.4 - Math.PI / 2), ...around(shape.value, near, people, Math.PI)]
  const [x, y] = [width / 2, height / 2]
  const label = t('network.picture', { people: people.length, helpers: helpers.length })
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <ellipse class="ring" cx={x} cy={y} rx={far.rx} ry={far.ry} />
      {places.map(place => <line key={`to ${place.one.id}`} class={`way is-${place.one.way}`} x1={x} y1={y} x2={place.x} y2={place.y} />)}
      {places.toSorted((a, b) => b.y - a.y).map(({ one, x, y }) => <Knot key={one.id} one={one} x={x} y={y} />)}
      <g class="knot is-you" transform={`translate(${x} ${y})`}><circle r="24" /><text class="letter" dy="5">{t('you')}</text></g>
    </svg>
  )
}

function Knot ({ one, x, y }: Place): JSX.Element {
  const { kind, way, name } = one
  return (
    <g class={`knot is-${kind} is-${way}`} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      {isPerson(one) ? <circle r="17" /> : <rect x="-13" y="-13" width="26" height="26" rx="7" />}
      <text class="letter" dy="4.5">{kind === 'person' ? initialsOf(name) : LETTERS[kind]}</text>
      <text class="label" y="32">{shortened(plainName(name))}</text>
    </g>
  )
}

const LETTERS = { neighbour: '·', server: '#', proxy: '⇄', mailbox: '✉', relay: '↷' } as const
const shortened = (name: string): string => name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS - 1)}…` : name
