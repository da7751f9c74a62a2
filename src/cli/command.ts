/** What a command's file brings. */
import type { Command } from 'commander'
import type { Context } from './context.ts'

/** Hands a command's action its context, and its errors to the program. */
export type Run = <Args extends unknown[]>(
  action: (context: Context, ...args: Args) => Promise<void>
) => (...args: Args) => Promise<void>

export interface CommandModule {
  /** Adds arguments, options, subcommands and the action. */
  build: (command: Command, run: Run) => void
  /** at least two that can be run as they stand */
  examples: string[]
}
