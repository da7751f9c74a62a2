import type { AppError } from '../../src/base/errors.ts'

/** The code of what went wrong, or 'fulfilled'. */
export const codeOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  await attempt.then(() => 'fulfilled', (err: unknown) => (err as AppError).code)
