/** Groups in the page, by keys alone: what it shows, and what it asks the node for. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { Keys } from './keys.ts'
import { idOf } from './scene.ts'
import { openBrowser, type Watch } from './screen.ts'
import { Stage } from './stage.ts'

const WALKERS = idOf('Walkers')
let browser: Browser
let stage: Stage
let page: Page
let watch: Watch
let keys: Keys

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })
beforeEach(async () => {
  stage = await Stage.open()
  ;({ page, watch } = await stage.enter(browser))
  keys = new Keys(page)
})
afterEach(async () => {
  await stage[Symbol.asyncDispose]()
  expect(watch.complaints).toEqual([])
})

const button = (name: string): ReturnType<Page['locator']> => page.getByRole('button', { name, exact: true })
const inMenu = (text: string): ReturnType<Page['locator']> => page.locator('.menu').getByText(text, { exact: true })

async function openWalkers (): Promise<void> {
  await page.locator('.chat-row').first().waitFor()
  await page.keyboard.press('Control+k')
  await expect.poll(async () => await page.locator('#search').evaluate(one => one.matches(':focus'))).toBe(true)
  await page.keyboard.insertText('Walkers')
  await keys.press(page.locator('.chat-row').first().filter({ hasText: 'Walkers' }))
  await page.locator('.conversation h1', { hasText: 'Walkers' }).waitFor({ state: 'attached' })
}

story('a group is made of people one knows, and written to', async () => {
  await keys.press(page.locator('.rail-entry').nth(1))
  await keys.write(page.getByLabel('Name of the group'), 'Chess')
  await keys.press(page.locator('.picker').getByLabel('Ada'), ' ')
  await keys.press(page.locator('.picker').getByLabel('Ines'), ' ')
  await keys.press(button('Make the group'))
  await page.locator('.conversation h1', { hasText: 'Chess' }).waitFor({ state: 'attached' })
  await page.getByText('Only the members can read what is said here.').waitFor()
  expect(stage.callsOf('groups.create')).toEqual([{ name: 'Chess', people: [idOf('Ada'), idOf('Ines')] }])
  await page.locator('#compose').fill('e4, @')
  await page.locator('.mentions').getByText('@Ines').waitFor()
  await page.locator('#compose').fill('e4')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.callsOf('messages.send')).toEqual([{ to: idOf('Chess'), text: 'e4' }])
})

story('its members are seen by name, given roles, removed; who has a message is said; one leaves, and forgets it', async () => {
  await openWalkers()
  await page.locator('.who').getByText('4 members').waitFor()
  await page.locator('article').getByText('Hedy', { exact: true }).waitFor()
  await page.locator('article .reactions').getByRole('button', { name: /👍.*Ada, You/s }).waitFor()
  await page.getByRole('button', { name: /Delivered to 2 of 3/ }).last().click()
  await page.getByRole('list', { name: 'Who has it' }).getByText(/Quirin.*has not said/).waitFor()
  await page.keyboard.press('Escape')
  await keys.press(page.locator('.who'))
  const member = (name: string): ReturnType<Page['locator']> => page.locator('.members li', { hasText: name })
  await member('Quirin').getByText(/no contact of yours/).waitFor()
  await keys.press(member('Hedy').getByRole('button'))
  await inMenu('Admin').click()
  await member('Hedy').getByText('Admin').waitFor()
  expect(stage.callsOf('groups.setRole')).toEqual([{ group: WALKERS, person: idOf('Hedy'), role: 'admin' }])
  await keys.press(member('Quirin').getByRole('button'))
  await inMenu('Remove from the group').click()
  await keys.press(page.locator('.dialog').getByRole('button', { name: 'Remove', exact: true }))
  await member('Quirin').waitFor({ state: 'detached' })
  await page.getByLabel('Who writes').selectOption('admins')
  await expect.poll(() => stage.callsOf('groups.set')).toEqual([{ group: WALKERS, posts: 'admins' }])
  await keys.press(button('Leave the group'))
  await keys.press(page.locator('.dialog').getByRole('button', { name: 'Leave', exact: true }))
  await page.locator('.bar').getByText('You are in this group no longer.').waitFor()
  await page.locator('#compose').waitFor({ state: 'detached' })
  await keys.press(button('Forget the group'))
  await keys.press(page.locator('.dialog').getByRole('button', { name: 'Remove', exact: true }))
  await expect.poll(() => stage.callsOf('groups.forget')).toEqual([{ group: WALKERS }])
  stage.tell({ type: 'contact-removed', contactId: WALKERS })
  await page.locator('.chat-row', { hasText: 'Walkers' }).waitFor({ state: 'detached' })
})

story('links into a group are listed, made, shown as a code and taken back; one that was pasted is joined', async () => {
  await openWalkers()
  await keys.press(page.locator('.who'))
  const links = page.locator('.links li')
  await links.getByText('3 people joined by it').waitFor()
  await links.getByText(/^for 5 people · until /).waitFor()
  await keys.press(button('Make a link'))
  await page.locator('.dialog').getByRole('img', { name: 'Invite link as a QR code' }).waitFor()
  const { link } = stage.scene.groupLinks[1]!
  expect(await page.locator('.dialog').getByLabel('Invite link', { exact: true }).inputValue()).toBe(link)
  await page.keyboard.press('Escape')
  await links.nth(1).getByText('0 people joined by it').waitFor()
  expect(stage.callsOf('groups.link')).toEqual([{ group: WALKERS }])
  await keys.press(links.first().getByRole('button', { name: 'Take the link back' }))
  await page.getByText('The link is useless now.').waitFor()
  await links.nth(1).waitFor({ state: 'detached' })
  expect(stage.callsOf('invites.revoke')).toEqual([{ inviteId: 'into' }])
  await keys.press(page.locator('.rail-entry').nth(1))
  await keys.write(page.getByLabel('Paste the link that you were given'), link)
  await keys.press(button('Follow it'))
  await page.locator('.conversation h1', { hasText: 'Walkers' }).waitFor({ state: 'attached' })
  expect(stage.callsOf('groups.join')).toEqual([{ link, timeoutMs: 20_000 }])
  expect(stage.callsOf('invites.accept')).toEqual([])
})
