/**
 * How the values of an older version become those of this one, row by row. Every value carries the version that wrote
 * it, so a migration that was interrupted goes on where it stopped.
 */
import type { Bytes } from '../base/bytes.ts'
import type { TableDeclaration } from './tables.ts'

export interface Migration {
  /** the schema version that it leads to, from the one below */
  to: number
  /** the tables whose values change; of these no older value is accepted afterwards */
  tables: readonly TableDeclaration[]
  /** Pure, as it may be run again. @returns the new value, or undefined to delete the row */
  row: (table: TableDeclaration, value: Bytes) => Uint8Array | undefined
}

/** Ascending, without gaps, from 2 on: version 1 is the first that was released. */
export const MIGRATIONS: readonly Migration[] = []

export const FIRST_SCHEMA = 1

export const latestSchema = (migrations: readonly Migration[]): number => migrations.at(-1)?.to ?? FIRST_SCHEMA

/** The oldest version whose values of this table are still valid. */
export const oldestSchema = (table: TableDeclaration, migrations: readonly Migration[]): number =>
  migrations.findLast(({ tables }) => tables.some(({ name }) => name === table.name))?.to ?? FIRST_SCHEMA
