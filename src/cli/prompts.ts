/** Questions on a terminal. They go to stderr, so that stdout stays data. */
import { createInterface } from 'node:readline/promises'
import { AppError } from '../api/client.ts'
import type { Context } from './context.ts'

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'

/** @throws AppError ABORTED: Ctrl-C or Ctrl-D */
export async function askLine (question: string, { signal }: Pick<Context, 'signal'>): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const interrupted = Promise.withResolvers<never>()
  lines.once('SIGINT', () => { interrupted.reject(new AppError('ABORTED', 'interrupted')) })
  lines.once('close', () => { interrupted.reject(new AppError('ABORTED', 'no answer')) })
  try {
    return (await Promise.race([lines.question(question, { signal }), interrupted.promise])).trim()
  } finally {
    interrupted.promise.catch(() => {})
    lines.close()
  }
}

/** Shows nothing of what is typed. @throws AppError ABORTED: Ctrl-C or Ctrl-D */
export async function askHidden (question: string): Promise<string> {
  const { stdin } = process
  process.stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  try {
    return await new Promise((resolve, reject) => {
      let typed: string[] = []
      const onData = (text: string): void => {
        for (const char of text) {
          if (char === CTRL_C || char === CTRL_D) return finish(() => { reject(new AppError('ABORTED', 'interrupted')) })
          if (char === '\r' || char === '\n') return finish(() => { resolve(typed.join('')) })
          if (char === '\u007f' || char === '\b') typed.pop()
          else if (char === '\u0015') typed = [] // Ctrl-U
          else if (char >= ' ') typed.push(char)
        }
      }
      const finish = (settle: () => void): void => {
        stdin.off('data', onData)
        settle()
      }
      stdin.on('data', onData)
    })
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    process.stderr.write('\n')
  }
}

/** @throws AppError CONFIRMATION_NEEDED: nobody can be asked, or the answer was no */
export async function confirm (question: string, context: Context): Promise<void> {
  if (context.yes) return
  if (!context.interactive) throw new AppError('CONFIRMATION_NEEDED', question, { hint: 'Add --yes to say yes' })
  const answer = await askLine(`${question} [y/N] `, context)
  if (!/^y(es)?$/i.test(answer)) throw new AppError('CONFIRMATION_NEEDED', 'not confirmed, nothing was done')
}
