/** The two commands of a fresh clone, and the set-up behind them. */
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Checkout, printed, root } from './checkout.ts'

let checkout: Checkout
beforeEach(() => { checkout = new Checkout() })
afterEach(async () => { await checkout.clear() })

const home = (): NodeJS.ProcessEnv => ({ NOBYTE_HOME: checkout.path('home') })

test('where everything is set up, setting up costs next to nothing and says nothing', async () => {
  await checkout.run(process.execPath, ['scripts/setup.mjs'], { cwd: root })
  const sinceMs = performance.now()
  const { code, stdout, stderr } = await checkout.run(process.execPath, ['scripts/setup.mjs'], { cwd: root })
  expect([code, stdout, stderr]).toEqual([0, '', ''])
  expect(performance.now() - sinceMs).toBeLessThan(2000)
})

test('npm start without a terminal says what it is and stays until Ctrl-C', async () => {
  const node = checkout.spawn('npm', ['start', '--silent'], { cwd: root, env: home() })
  const [text] = await printed(node, /nobyte: a messenger[\s\S]*Ctrl-C[\s\S]*nobyte help/)
  expect(text).toContain(checkout.path('home'))
  expect(text).toContain('init --name')
  const ended = once(node, 'close')
  process.kill(-node.pid!, 'SIGINT')
  expect((await ended)[0]).toBe(0)
})

test('npm start on a terminal leads a newcomer from nothing to an invite link', async () => {
  // script(1) gives the node a terminal, and types what this test writes. Without `exec`, the shell that script(1) puts in
  // between stays, where it is dash, and dies of the Ctrl-C itself: its 130 is not the node's.
  const node = checkout.spawn('script', ['-qefc', 'exec npm start --silent', '/dev/null'], { cwd: root, env: { ...home(), TERM: 'dumb' } })
  const answer = async (question: RegExp, typed: string): Promise<void> => {
    await printed(node, question)
    node.stdin!.write(`${typed}\r`)
  }
  await answer(/Your name/, 'Ada')
  await answer(/Passphrase: /, 'correct-horse')
  await answer(/Once more: /, 'correct-horse')
  await answer(/Network: /, '')
  const words = printed(node, /(\d+ [a-z]+\s+){24}/)
  await answer(/Press Enter/, '')
  await words
  await printed(node, /nobyte:[A-Za-z0-9_-]{60,}[\s\S]*Ctrl-C/)
  const ended = once(node, 'close')
  node.stdin!.write('\u0003')
  expect((await ended)[0]).toBe(0)
})

test('the demonstration tells its story to the end', async () => {
  const { code, stdout, stderr } = await checkout.run(process.execPath, ['scripts/demo.mjs'], { cwd: root })
  expect(`${stdout}${stderr}`).not.toContain('This is not what should have happened')
  expect(stdout).toMatch(/none lost, none doubled, all in order/)
  expect(stdout).toMatch(/What it did not hold:/)
  expect(code).toBe(0)
})
