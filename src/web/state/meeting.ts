/** The first run: what is known of it between its steps. It lies in memory alone, and goes when it is over. */
import { signal } from '@preact/signals'
import type { NetworkDescription } from '../../api/schema.ts'

export interface Meeting {
  name: string
  passphrase: string
  network?: NetworkDescription
  words: readonly string[]
}

/** set from the moment the words are shown until they were confirmed and the profile is there; nothing is made before that */
export const meeting = signal<Meeting | undefined>(undefined)
