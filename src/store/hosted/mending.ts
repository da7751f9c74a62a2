/** An operator's databases are in clear and without MACs: what level's own checksums tell is all there is to go by. */
import { join } from 'node:path'
import { AppError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { inspectDatabase, mendDatabase } from '../damage/inspection.ts'
import type { IsKeyLength } from '../damage/sortedTables.ts'

/**
 * Mends what can be mended, before level opens it and would leave out what it cannot read without a word.
 * @throws AppError CORRUPT: rows are gone; nothing was changed
 */
export async function mendHosted (path: string, { isKeyLength, log }: { isKeyLength: IsKeyLength, log: Log }): Promise<void> {
  const damage = await inspectDatabase(path, isKeyLength)
  const beyond = damage.find(({ content, lost }) => lost || content === undefined)
  if (beyond !== undefined) throw new AppError('CORRUPT', `${join(path, beyond.name)} is damaged`)
  await mendDatabase(damage, { path, aside: path, log })
}
