/** The way to the web page: its address, a code to type, and a browser where there is one. */
import { spawn } from 'node:child_process'
import type { WayIn } from '../api/schema.ts'
import type { Context } from './context.ts'

/** A browser's starter that has not failed by then has started one. */
const STARTING_MS = 3000

/** @returns whether a browser was sent to the file; its name holds no secret, and the code in it is read by who may */
export async function openInBrowser (file: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const isMac = process.platform === 'darwin'
  if (!isMac && [env.DISPLAY, env.WAYLAND_DISPLAY].every(display => display === undefined || display === '')) return false
  return await new Promise(resolve => {
    const opener = spawn(isMac ? 'open' : 'xdg-open', [file], { detached: true, stdio: 'ignore', env })
    const timer = setTimeout(() => { resolve(true) }, STARTING_MS)
    const settle = (hasStarted: boolean): void => {
      clearTimeout(timer)
      resolve(hasStarted)
    }
    opener.once('error', () => { settle(false) })
    opener.once('exit', code => { settle(code === 0) })
    opener.unref()
  })
}

/** What to type where no browser came up, or another one is wanted. */
export function wayInText ({ out }: Pick<Context, 'out'>, { address, code, phrase }: WayIn): string {
  return `   ${out.strong(address)}\n   code   ${code} ${out.faint('(works once, for ten minutes)')}\n` +
    `   words  ${phrase.join(' · ')} ${out.faint('(the page shows them; another page cannot know them)')}`
}
