/**
 * A long list that is read from its end: what is near the window stands in the document, the rest is empty room. It is
 * scrolled from below, so that what comes in above moves nothing, and the end stays in sight by itself; what changes below
 * is made up for before it is painted.
 */
import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useImperativeHandle, useLayoutEffect, useReducer, useRef } from 'preact/hooks'

/** what stands in the document: rows from `from` up to `to`, over `belowPx` of empty room */
interface Window { from: number, to: number, belowPx: number }
interface Goal { index: number, align: 'start' | 'center', offsetPx: number }

/** What is seen of a list. */
export interface Seen {
  /** the row at the upper edge */
  first: number
  /** how far both ends are out of sight */
  abovePx: number
  belowPx: number
}

export interface LongListHandle {
  toEnd: () => void
  /** @param offsetPx how far below the upper edge it comes to stand */
  show: (index: number, align: 'start' | 'center', offsetPx?: number) => void
  box: () => HTMLElement
}

interface Props<Row extends { key: string }> {
  rows: readonly Row[]
  view: (row: Row) => JSX.Element
  /** Called when something else is seen. */
  onSeen: (seen: Seen) => void
  handle: RefObject<LongListHandle | null>
  label: string
  onKeyDown: (event: KeyboardEvent) => void
  /** in front of the rows */
  children?: ComponentChildren
}

/** of a row that was never shown: too low rather than too high, so that fewer turns make more rows ready */
const GUESS_PX = 42
/** A window full, most of the time: the first painting waits for no more. */
const FIRST = 16
/** made ready on either side of what is seen, when half of it is used up */
const READY_PX = 720
/** The first painting is over by then. */
const REST_MS = 60

export function LongList<Row extends { key: string }> (
  { rows, view, onSeen, handle, label, onKeyDown, children }: Props<Row>
): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<string, number>()).current
  const shown = useRef<Window>(lastOf(rows))
  /** what was drawn last: whatever happens later goes by it */
  const drawn = useRef(rows)
  const goal = useRef<Goal | 'end' | undefined>('end')
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** the row at the upper edge, and how far from it */
  const edge = useRef<{ key: string, offsetPx: number } | undefined>(undefined)
  /** a goal was reached, and nobody was told yet */
  const untold = useRef(false)
  const elements = useRef<{ view: (row: Row) => JSX.Element, of: Map<Row, JSX.Element> }>({ view, of: new Map() })
  const [, draw] = useReducer((n: number) => n + 1, 0)

  const heightOf = (index: number): number => heights.get(drawn.current[index]!.key) ?? GUESS_PX
  const elementOf = (index: number): HTMLElement | undefined => {
    const { from, to } = shown.current
    return index < from || index >= to ? undefined : inner.current!.children[index - from + 1] as HTMLElement | undefined
  }
  const offset = (): number => -box.current!.scrollTop

  if (drawn.current !== rows) {
    shown.current = follow(shown.current, drawn.current, rows, { isAtEnd: box.current === null || offset() < 1 })
    drawn.current = rows
  }
  // The document is still as it was: what is seen of it now is to stay where it is.
  const anchor = useRef<{ key: string, top: number } | undefined>(undefined)
  anchor.current = box.current === null || offset() < 1 ? undefined : anchorOf()

  function anchorOf (): { key: string, top: number } | undefined {
    const { top: upper } = box.current!.getBoundingClientRect()
    for (const element of inner.current!.children) {
      const { key } = (element as HTMLElement).dataset
      if (key === undefined) continue
      const { top, bottom } = element.getBoundingClientRect()
      if (bottom > upper) return { key, top }
    }
    return undefined
  }

  /** Which rows have to be there, so that so much more than what is seen is ready. */
  function fit (readyPx: number, sparePx = readyPx / 2): Window {
    const [low, high] = [offset(), offset() + box.current!.clientHeight]
    const count = drawn.current.length
    if (count === 0) return shown.current
    let { from, to, belowPx } = shown.current
    while (to < count && belowPx > low - readyPx) belowPx -= heightOf(to++)
    while (to > 1 && belowPx + heightOf(to - 1) < low - readyPx - sparePx) belowPx += heightOf(--to)
    to = Math.max(to, 1)
    from = Math.min(from, to - 1)
    let top = belowPx
    for (let i = from; i < to; i++) top += heightOf(i)
    while (from > 0 && top < high + readyPx) top += heightOf(--from)
    while (from < to - 1 && top - heightOf(from) > high + readyPx + sparePx) top -= heightOf(from++)
    return { from, to, belowPx: to === count ? 0 : Math.max(belowPx, GUESS_PX) }
  }

  const put = (next: Window): boolean => {
    const { from, to, belowPx } = shown.current
    if (next.from === from && next.to === to && next.belowPx === belowPx) return false
    shown.current = next
    draw(0)
    return true
  }

  const tell = (): void => {
    const { from, to, belowPx } = shown.current
    const [low, high] = [offset(), offset() + box.current!.clientHeight]
    let top = belowPx
    for (let i = from; i < to; i++) top += heightOf(i)
    const abovePx = Math.max(0, top + from * GUESS_PX - high)
    let first = from
    while (first < to - 1 && top - heightOf(first) >= high) top -= heightOf(first++)
    const row = drawn.current[first]
    edge.current = row === undefined ? undefined : { key: row.key, offsetPx: high - top }
    onSeen({ first, abovePx, belowPx: low })
  }

  /** Less than half of what was made ready is left: it is made ready anew. */
  const onScroll = (): void => {
    if (box.current === null) return
    const { from, to } = shown.current
    const least = fit(READY_PX / 2, Infinity)
    if (least.from < from || least.to > to) put(fit(READY_PX))
    tell()
  }

  useLayoutEffect(() => {
    clearTimeout(resting.current)
    if (rows.length === 0) return
    const { from, to } = shown.current
    for (let i = from; i < to; i++) {
      const { key } = rows[i]!
      const element = elementOf(i)
      if (element !== undefined && !heights.has(key)) heights.set(key, element.getBoundingClientRect().height)
    }
    const wanted = goal.current
    if (wanted !== undefined) {
      goal.current = undefined
      untold.current = true
      reach(wanted)
    } else if (anchor.current !== undefined) {
      const { key, top } = anchor.current
      const moved = (elementOf(rows.findIndex(row => row.key === key))?.getBoundingClientRect().top ?? top) - top
      if (Math.abs(moved) > 0.5) box.current!.scrollTop += moved
    }
    // What is seen is there before it is painted, and what may be seen next a moment after.
    if (put(fit(0, Infinity))) return
    resting.current = setTimeout(() => { if (box.current !== null) put(fit(READY_PX)) }, REST_MS)
    if (!untold.current) return
    untold.current = false
    tell()
  })
  useEffect(() => () => { clearTimeout(resting.current) }, [])

  function reach (wanted: Goal | 'end'): void {
    const element = wanted === 'end' ? undefined : elementOf(wanted.index)
    if (wanted === 'end' || element === undefined) {
      box.current!.scrollTop = 0
      return
    }
    const { top: upper, height: view } = box.current!.getBoundingClientRect()
    const { top, height } = element.getBoundingClientRect()
    const at = wanted.align === 'start' ? wanted.offsetPx : (view - height) / 2
    box.current!.scrollTop += top - upper - at
  }

  useEffect(() => {
    const element = box.current!
    let { clientWidth: widthPx, clientHeight: heightPx } = element
    const watcher = new ResizeObserver(() => {
      if (box.current === null) return // taken out of the page, which counts as a size
      const { clientWidth, clientHeight } = element
      if (clientWidth === widthPx && clientHeight === heightPx) return
      if (clientWidth !== widthPx) {
        heights.clear() // other lines, other heights
        const index = offset() < 1 ? -1 : drawn.current.findIndex(({ key }) => key === edge.current?.key)
        if (index !== -1) goal.current = { index, align: 'start', offsetPx: edge.current!.offsetPx }
      }
      ;[widthPx, heightPx] = [clientWidth, clientHeight]
      if (drawn.current.length > 0) draw(0)
    })
    watcher.observe(element)
    return () => { watcher.disconnect() }
  }, [])

  useImperativeHandle(handle, () => ({
    box: () => box.current!,
    toEnd () {
      if (shown.current.to === drawn.current.length) {
        box.current!.scrollTop = 0
        return
      }
      goal.current = 'end'
      shown.current = lastOf(drawn.current)
      draw(0)
    },
    show (index, align, offsetPx = 0) {
      const count = drawn.current.length
      const [from, to] = [Math.max(0, index - FIRST), Math.min(count, index + FIRST)]
      goal.current = { index, align, offsetPx }
      shown.current = { from, to, belowPx: (count - to) * GUESS_PX }
      draw(0)
    }
  }), [])

  const { from, to, belowPx } = shown.current
  // While one scrolls a row stays the same element, which is then not looked at again.
  const before = elements.current
  elements.current = { view, of: new Map() }
  const elementFor = (row: Row): JSX.Element => {
    const element = (before.view === view ? before.of.get(row) : undefined) ??
      <div key={row.key} data-key={row.key}>{view(row)}</div>
    elements.current.of.set(row, element)
    return element
  }
  return (
    <div ref={box} class="scroll messages" role="log" aria-live="off" aria-label={label} onKeyDown={onKeyDown} onScroll={onScroll}
      tabIndex={-1}>
      <div ref={inner} class="rows">
        <Room heightPx={from * GUESS_PX} />
        {rows.slice(from, to).map(elementFor)}
        <Room heightPx={belowPx} />
      </div>
      {children}
    </div>
  )
}

/** Empty, where rows would stand that are far from what is seen. */
function Room ({ heightPx }: { heightPx: number }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => { ref.current!.style.setProperty('height', `${heightPx}px`) }, [heightPx])
  return <div ref={ref} class="room" />
}

const lastOf = (rows: readonly unknown[]): Window => ({ from: Math.max(0, rows.length - FIRST), to: rows.length, belowPx: 0 })

/** The same rows in a list that has changed; at its end, what is new there as well. */
function follow (
  { from, to, belowPx }: Window, before: readonly { key: string }[], rows: readonly { key: string }[], { isAtEnd }: { isAtEnd: boolean }
): Window {
  if (to === 0 || rows.length === 0) return lastOf(rows)
  let end = isAtEnd ? rows.length : 0
  // The last one may be gone: the one before it is where it was.
  for (let i = to; end === 0 && i > from; i--) end = rows.findLastIndex(({ key }) => key === before[i - 1]!.key) + 1
  if (end === 0) return lastOf(rows)
  return {
    from: Math.max(0, Math.min(end - 1, end - (to - from))), to: end,
    belowPx: end === rows.length ? 0 : Math.max(belowPx, GUESS_PX)
  }
}
