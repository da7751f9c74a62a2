/** Without a mouse, and while the node comes and goes. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSPHRASE, Terminal } from '../cli/terminal.ts'
import { needsBrowser } from '../support/needs.ts'
import { World } from '../support/world.ts'
import { leavePast } from './past.ts'
import { openBrowser, Screen } from './screen.ts'

let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

story('a conversation is led by keys alone, and a node that is killed and comes back takes no word from whoever is writing', async () => {
  await using world = await World.create()
  await using terminal = await Terminal.open()
  await using friend = await Terminal.open()
  const network = JSON.stringify(world.network)
  await terminal.settle('Ada', await terminal.path('net.json', network))
  await friend.settle('Radia', await friend.path('net.json', network))
  const [{ pid }] = await Promise.all([terminal.start(), friend.start()])
  const [{ link }] = await terminal.json('invite')
  await friend.json('accept', link, '--wait')
  await friend.json('send', 'Ada', 'Are you there?', '--wait', 'delivered')

  const ada = await Screen.open(browser, { terminal })
  const { page } = ada
  const { keyboard } = page
  const focused = async (): Promise<string> => await page.evaluate('document.activeElement?.id')
  await page.locator('.chat-row').waitFor()
  await keyboard.press('Alt+ArrowDown')
  await ada.message('Are you there?').waitFor()
  await expect.poll(focused).toBe('compose')
  await keyboard.type('Yes,')
  await keyboard.press('Shift+Enter')
  await keyboard.type('by keys')
  await keyboard.press('Enter')
  await ada.message('by keys').getByTitle(/Delivered|Read/).first().waitFor()
  await keyboard.press('Control+ArrowUp')
  await keyboard.type('an answer')
  await keyboard.press('Enter')
  await ada.message('an answer').getByRole('button', { name: 'Are you there?' }).waitFor()
  await keyboard.press('Control+k')
  await expect.poll(focused).toBe('search')
  await keyboard.press('Escape')
  await keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await keyboard.press('Escape')
  await keyboard.press('Escape')
  await page.getByText('Choose a conversation').waitFor()
  await keyboard.press('Alt+ArrowDown')
  await expect.poll(focused).toBe('compose')

  await keyboard.type('half a sent')
  process.kill(pid, 'SIGKILL')
  const strip = page.locator('.strip').getByText('Node stopped. Reconnecting…') // a screen reader is told as well, elsewhere
  await strip.waitFor()
  await keyboard.type('ence')
  expect(await ada.box.inputValue()).toBe('half a sentence')
  await terminal.start()
  await strip.waitFor({ state: 'detached' })
  await expect.poll(async () => await ada.box.inputValue()).toBe('half a sentence')
  await ada.box.press('Enter')
  await ada.message('half a sentence').getByTitle(/Delivered|Read/).first().waitFor()
  expect(ada.complaints).toEqual([])
})

story('a node that comes to much that was never searched says so on the page while it makes it ready, and finds it then', async () => {
  await using terminal = await Terminal.open()
  await terminal.settle('Ada')
  await leavePast({ home: terminal.home, passphrase: PASSPHRASE, name: 'Radia', count: 4000, last: 'the lantern' })
  await terminal.json('start', '--no-input')
  const { page, complaints } = await Screen.open(browser, { terminal })
  await page.getByLabel('Passphrase').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  const preparing = page.locator('.strip').getByText('Preparing the search…')
  await preparing.waitFor()
  await preparing.waitFor({ state: 'detached' })
  await page.locator('#search').fill('lantern')
  await page.locator('.list-title + ul .chat-row').getByText('the lantern').waitFor()
  expect(complaints).toEqual([])
})
