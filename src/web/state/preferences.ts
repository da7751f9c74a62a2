/** How the page looks and what it says aloud: kept at the node, since a browser would keep it in the clear. */
import { effect, signal } from '@preact/signals'
import type { Preferences } from '../../api/schema.ts'
import { call, onOpen } from './connection.ts'
import { preferredLanguage, speak, type Language } from './language.ts'
import { run } from './run.ts'

export const preferences = signal<Preferences>({})

export const theme = (): NonNullable<Preferences['theme']> => preferences.value.theme ?? 'system'
export const textPercent = (): number => preferences.value.textPercent ?? 100

export function prefer (change: Preferences): void {
  preferences.value = { ...preferences.value, ...change }
  run(async () => { await call('preferences.set', preferences.value) })
}

export function followPreferences (): void {
  onOpen(() => { run(async () => { preferences.value = await call('preferences.get') }) })
  effect(() => {
    const root = document.documentElement
    root.dataset.theme = theme()
    root.style.setProperty('--scale', String(textPercent() / 100))
  })
  effect(() => {
    const wanted = preferences.value.language as Language | undefined
    run(async () => { await speak(wanted ?? preferredLanguage()) })
  })
}
