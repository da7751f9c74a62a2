import { AppError } from '../api/client.ts'

/** @throws AppError BAD_INPUT: not a whole number */
export function parseCount (what: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new AppError('BAD_INPUT', `${what} takes a whole number, not "${text}"`)
  return Number(text)
}
