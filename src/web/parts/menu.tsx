/** A menu at the pointer or below its button: arrows move in it, Escape leaves it. */
import { signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

export interface MenuItem {
  label: string
  icon?: IconName
  danger?: boolean
  /** one of several, and the one that holds */
  checked?: boolean
  onPick: () => void
}

interface Open { x: number, y: number, items: readonly MenuItem[], head?: ComponentChildren, label: string }

const open = signal<Open | undefined>(undefined)
const MARGIN = 8

export function showMenu (event: MouseEvent, label: string, items: readonly MenuItem[], head?: ComponentChildren): void {
  event.preventDefault()
  event.stopPropagation()
  // A key that asks for the menu comes without a place; so does a click by keyboard.
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
  const isPointed = event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0)
  const rtl = document.documentElement.dir === 'rtl'
  const at = isPointed ? { x: event.clientX, y: event.clientY } : { x: rtl ? box.left : box.right, y: box.bottom + 4 }
  open.value = { ...at, items, label, ...(head === undefined ? {} : { head }) }
}

export const closeMenu = (): void => { open.value = undefined }

export function Menus (): JSX.Element | null {
  const shown = open.value
  return shown === undefined ? null : <Menu key={`${shown.x} ${shown.y}`} {...shown} />
}

/** As near to the point as it fits into the page. */
function place (menu: HTMLElement, { x, y }: { x: number, y: number }): void {
  const { offsetWidth: width, offsetHeight: height } = menu // as it is once it has grown
  const [right, bottom] = [document.documentElement.clientWidth - MARGIN, document.documentElement.clientHeight - MARGIN]
  const left = x + width > right ? Math.max(MARGIN, Math.min(x, right) - width) : x
  const top = y + height > bottom ? Math.max(MARGIN, bottom - height) : y
  menu.style.setProperty('left', `${left}px`)
  menu.style.setProperty('top', `${top}px`)
}

function Menu ({ x, y, items, head, label }: Open): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const menu = ref.current!
    const put = (): void => { place(menu, { x, y }) }
    put()
    addEventListener('resize', put) // a phone that is turned
    return () => { removeEventListener('resize', put) }
  }, [x, y])
  const before = useRef<Element | null>(null)
  useLayoutEffect(() => {
    before.current = document.activeElement
    buttons()[0]?.focus()
  }, [])
  // Once the menu is gone, and whatever was picked has taken the focus, if it does.
  useEffect(() => () => {
    if (before.current instanceof HTMLElement && document.activeElement === document.body) before.current.focus()
  }, [])
  const buttons = (): HTMLElement[] => [...ref.current?.querySelectorAll('button') ?? []]
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') closeMenu()
    else if (next !== undefined) all[(next + all.length) % all.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section class="menu-ground" aria-label={label} onMouseDown={event => { if (event.target === event.currentTarget) closeMenu() }}
      onContextMenu={event => { event.preventDefault(); closeMenu() }}>
      <div ref={ref} class="menu" role="menu" aria-label={label} onKeyDown={onKeyDown}>
        {head}
        {items.map(({ label, icon, danger = false, checked, onPick }) => (
          <button key={label} type="button" class={danger ? 'is-danger' : ''}
            role={checked === undefined ? 'menuitem' : 'menuitemradio'} {...(checked === undefined ? {} : { 'aria-checked': checked })}
            onClick={() => { closeMenu(); onPick() }}>
            {icon !== undefined && <Icon name={icon} />}<span class="grow">{label}</span>{checked === true && <Icon name="check" />}
          </button>
        ))}
      </div>
    </section>
  )
}
