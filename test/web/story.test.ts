/** Two people, two nodes, two browsers: from the first run to everything that can be done with a message. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { World } from '../support/world.ts'
import { openBrowser, Screen } from './screen.ts'

const PASSPHRASE = 'river stone candle forty'
let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

story('two people begin, meet through a link, and talk; what one does to a message the other sees', async () => {
  await using world = await World.create()
  await using ada = await Screen.open(browser)
  await using radia = await Screen.open(browser, { colorScheme: 'dark' })

  // Ada begins on a network of her own, with a file; Radia on no network, and her link takes her there.
  await ada.page.getByRole('heading', { name: 'Your messages live here, on this computer.' }).waitFor()
  await ada.shot('first-run')
  await ada.arrive('Ada', { passphrase: PASSPHRASE, network: JSON.stringify(world.network) })
  await ada.button('Make a link').click()
  const link = await ada.field('Invite link').inputValue()
  await ada.shot('link')

  await radia.arrive('Radia', { passphrase: PASSPHRASE })
  await radia.field('Paste the link that you were given').fill(link)
  await radia.button('Follow it').click()
  await radia.box.waitFor()
  await radia.say('Hello Ada')
  await radia.message('Hello Ada').getByTitle('Delivered').waitFor()

  // It came in while she was elsewhere: the list counts it, reading it clears the count and is told.
  await ada.page.getByRole('button', { name: /^Chats/ }).click()
  const row = ada.page.getByRole('button', { name: /Radia/ })
  await row.getByText('1 unread message').waitFor()
  await row.click()
  await ada.message('Hello Ada').waitFor()
  await radia.message('Hello Ada').getByTitle('Read', { exact: true }).waitFor()
  await row.getByText('1 unread message').waitFor({ state: 'detached' })

  await ada.say('What about this evening?')
  await radia.message('What about this evening?').waitFor()
  await radia.message('What about this evening?').click({ button: 'right' })
  await radia.page.getByRole('menuitem', { name: 'Reply' }).click()
  await radia.say('Eight at the bridge')
  await ada.message('Eight at the bridge').getByRole('button', { name: /What about this evening/ }).waitFor()

  // ↑ in an empty box edits the last one, once the node has it.
  await radia.message('Eight at the bridge').getByTitle(/Delivered|Read/).first().waitFor()
  await radia.box.press('ArrowUp')
  await expect.poll(async () => await radia.box.inputValue()).toBe('Eight at the bridge')
  await radia.say('Nine at the bridge')
  await ada.message('Nine at the bridge').getByText('edited').waitFor()

  await ada.message('Nine at the bridge').click({ button: 'right' })
  await ada.page.getByRole('menuitemradio', { name: '❤️' }).click()
  await radia.message('Nine at the bridge').getByRole('button', { name: '❤️' }).waitFor()
  for (const { page } of [ada, radia]) {
    await page.locator('.who').getByText('direct').waitFor()
    await page.locator('.strip').getByText(/^Connected to/).waitFor()
    await page.mouse.move(0, 0)
    await page.locator('#compose').focus()
  }
  await ada.shot('conversation-light')
  await radia.shot('conversation-dark')

  await ada.say('this was a mistake')
  await radia.message('this was a mistake').waitFor()
  await ada.message('this was a mistake').click({ button: 'right' })
  await ada.page.getByRole('menuitem', { name: 'Delete…' }).click()
  await ada.button('Delete for everyone').click()
  await radia.message('Message deleted').waitFor()
  await radia.message('this was a mistake').waitFor({ state: 'detached' })

  // Both see the same number; Ada says that they match.
  const digits: string[] = []
  for (const screen of [ada, radia]) {
    await screen.button('More about this conversation').click()
    await screen.page.getByRole('menuitem', { name: 'Verify' }).click()
    await screen.page.locator('.digits li').nth(11).waitFor()
    digits.push((await screen.page.locator('.digits li').allTextContents()).join(' '))
  }
  expect(digits[0]).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(digits[1]).toBe(digits[0])
  await ada.button('They match').click()
  await ada.page.locator('.who').getByText('Verified').waitFor()

  await ada.page.locator('#search').fill('bridge')
  await ada.page.getByRole('button', { name: /Nine at the bridge/ }).first().waitFor()

  // Locked, the page asks for the passphrase beside words that only it knows, and shows nothing else.
  const [{ phrase }] = await ada.terminal.json('open', '--print')
  await ada.page.getByRole('button', { name: 'Settings' }).click()
  await ada.button('Lock').click()
  await ada.page.getByRole('heading', { name: 'Unlock' }).waitFor()
  await ada.page.getByText(phrase.join(' · ')).waitFor()
  expect(await ada.page.locator('body').innerText()).not.toContain('Radia')
  await ada.field('Passphrase').fill('not this')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByText('That is not it.').waitFor()
  await ada.field('Passphrase').fill(PASSPHRASE)
  await expect.poll(async () => await ada.button('Unlock').isEnabled()).toBe(true)
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: /Radia/ }).waitFor()

  for (const screen of [ada, radia]) {
    expect(screen.complaints).toEqual([])
    expect(screen.watch.strangers).toEqual([])
  }
})
