/** The first run: what is known of it between its steps. It lies in memory alone, and goes when it is over. */
import { signal } from '@preact/signals'

export interface Meeting {
  words: readonly string[]
}

/** set from the moment the profile is made until its words were confirmed */
export const meeting = signal<Meeting | undefined>(undefined)
