/** What has to be decided about people and networks, each by keys alone: what the page shows, and what it asks the node for. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { Keys } from './keys.ts'
import { idOf } from './scene.ts'
import { openBrowser, type Watch } from './screen.ts'
import { RIGHT, Stage, WORDS } from './stage.ts'

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
  ;({ page, watch } = await stage.enter(browser, { acceptDownloads: true }))
  keys = new Keys(page)
})
afterEach(async () => {
  await stage[Symbol.asyncDispose]()
  expect(watch.complaints).toEqual([])
})

const button = (name: string | RegExp): ReturnType<Page['locator']> => page.getByRole('button', { name, exact: typeof name === 'string' })
const rail = (n: number): ReturnType<Page['locator']> => page.locator('.rail-entry').nth(n)

async function openWith (name: string): Promise<void> {
  await page.locator('.chat-row').first().waitFor()
  await page.keyboard.press('Control+k')
  await expect.poll(async () => await page.locator('#search').evaluate(one => one.matches(':focus'))).toBe(true)
  await page.keyboard.insertText(name)
  await keys.press(page.locator('.chat-row').first().filter({ hasText: name })) // not who stood there before the search
  const title = page.locator('.conversation h1', { hasText: name })
  await title.waitFor({ state: 'attached' })
  // Out of the search again; what was opened stays.
  await page.keyboard.press('Control+k')
  await expect.poll(async () => await page.locator('#search').evaluate(one => one.matches(':focus'))).toBe(true)
  await page.keyboard.press('Escape')
  await page.locator('.chat-row').nth(3).waitFor()
  expect(await title.count()).toBe(1)
  await page.locator('#compose, .bar').first().focus()
}

story('strangers who ask wait in an inbox: one is let in, one is not', async () => {
  await rail(1).getByText('2 new').waitFor({ state: 'attached' })
  await keys.press(rail(1))
  const waiting = page.locator('.people').first().locator('li')
  const [olga, pavel] = [waiting.first(), waiting.nth(1)]
  await pavel.getByText('We met at the harbour.').waitFor()
  await keys.press(pavel.getByRole('button', { name: 'Decline' }))
  await pavel.waitFor({ state: 'detached' })
  await keys.press(olga.getByRole('button', { name: 'Approve' }))
  await page.locator('.conversation h1', { hasText: 'Olga' }).waitFor({ state: 'attached' })
  expect(stage.callsOf('requests.decline')).toEqual([{ requestId: idOf('Pavel') }])
  expect(stage.callsOf('requests.approve')).toEqual([{ requestId: idOf('Olga') }])

  stage.scene.requests = [{ requestId: 'third', name: 'Quentin', text: '', receivedAtMs: 0 }]
  stage.tell({ type: 'request', requestId: 'third', name: 'Quentin', text: '' })
  await rail(1).getByText('1 new').waitFor({ state: 'attached' })
})

story("somebody's keys changed: nothing can be written until it is decided", async () => {
  await openWith('Carla')
  const bar = page.getByRole('alert').filter({ hasText: 'keys changed' })
  await bar.waitFor()
  expect(await page.locator('#compose').count()).toBe(0)
  await keys.press(bar.getByRole('button', { name: 'Verify' }))
  await page.locator('.digits li').nth(11).waitFor()
  await keys.press(button('They differ'))
  await expect.poll(() => stage.callsOf('people.confirm')).toEqual([{ who: idOf('Carla'), match: false }])
  expect(stage.callsOf('people.acceptKey')).toEqual([])
  await bar.waitFor()
  await keys.press(button('They match'))
  await page.locator('#compose').waitFor()
  await bar.waitFor({ state: 'detached' })
  expect(stage.callsOf('people.acceptKey')).toEqual([{ who: idOf('Carla') }])
  await page.locator('.who').getByText('Verified', { exact: false }).waitFor()
})

story('somebody is blocked, and heard again', async () => {
  await openWith('Ines')
  await keys.press(page.locator('.who'))
  await keys.press(page.locator('.details').getByRole('button', { name: 'Block' }))
  await page.getByText(/You blocked .*Ines/).waitFor()
  await page.locator('#compose').waitFor({ state: 'detached' })
  await keys.press(page.locator('.bar').getByRole('button', { name: 'Unblock' }))
  await page.locator('#compose').waitFor()
  expect([stage.callsOf('people.block'), stage.callsOf('people.unblock')]).toEqual([[{ who: idOf('Ines') }], [{ who: idOf('Ines') }]])
})

story('a network is joined by its file and exported to one; mailboxes are added and given up', async () => {
  await keys.press(rail(2))
  await page.locator('tbody tr').first().waitFor()
  const other = { name: 'Harbour', id: 'efgh', bootstrap: [] }
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keys.press(button('Open a network file'))])
  await chooser.setFiles({ name: 'net.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(other)) })
  await page.getByText(/Harbour/).waitFor()
  expect(stage.callsOf('network.join')).toEqual([{ network: other }])

  const [download] = await Promise.all([page.waitForEvent('download'), keys.press(button(/^Save this network/))])
  expect(download.suggestedFilename()).toBe('Lighthouse.json')
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual(stage.scene.exported)

  const rows = page.locator('.people li')
  await keys.press(rows.first().getByRole('button', { name: 'Remove' }))
  await rows.nth(2).waitFor({ state: 'detached' })
  const address = '/dns4/example.org/tcp/4501/p2p/12D3KooW'
  await keys.write(page.getByPlaceholder('/dns4/example.org'), address)
  await keys.press(button('Add it'))
  await rows.nth(2).waitFor()
  expect(stage.callsOf('mailboxes.remove')).toEqual([{ host: idOf('nadir') }])
  expect(stage.callsOf('mailboxes.add')).toEqual([{ address }])
})

story('the passphrase is changed by whoever knows the present one', async () => {
  await keys.press(rail(4))
  const [current, next] = [page.getByLabel('Present passphrase'), page.getByLabel('New passphrase')]
  await keys.write(current, 'not this')
  await keys.write(next, 'another passphrase')
  await page.keyboard.press('Enter')
  await page.getByText('That is not it.').waitFor()
  await keys.write(next, 'another passphrase')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.insertText(RIGHT)
  await keys.press(button('Change passphrase'))
  await page.getByText('The passphrase was changed.').waitFor()
  await expect.poll(async () => await current.inputValue()).toBe('')
  expect(stage.callsOf('passphrase.change').at(-1)).toEqual({ current: RIGHT, next: 'another passphrase' })
})

story('an account is brought back by its words', async () => {
  stage.scene.status.state = 'empty'
  ;({ page, watch } = await stage.enter(browser))
  keys = new Keys(page)
  await keys.press(page.locator('summary'))
  await keys.press(button('I have recovery words'))
  await keys.write(page.getByLabel('Your name'), 'Radia')
  const words = page.getByLabel('The 24 words')
  await keys.write(words, [...WORDS.slice(1), 'word1'].join('\n'))
  await keys.write(page.getByLabel('A passphrase for this computer'), RIGHT)
  await keys.press(button('Bring it back'))
  await page.getByText('one of the words is not in the list', { exact: false }).waitFor()
  await words.focus()
  await keys.write(words, `  ${WORDS.join('  ').toUpperCase()} `)
  await keys.press(button('Bring it back'))
  await page.locator('.rail').waitFor()
  expect(stage.callsOf('profile.recover').at(-1)).toEqual({ name: 'Radia', passphrase: RIGHT, recoveryWords: WORDS })
})

story('a message is answered, changed, pinned, reacted to, looked into and deleted; a chat muted and put away', async () => {
  await openWith('Ines')
  const last = page.getByRole('article').last()
  await last.waitFor()
  const menu = page.getByRole('menu')
  const choose = async (item: string, of = last): Promise<void> => {
    await of.focus()
    await page.keyboard.press('Shift+F10')
    await menu.waitFor()
    for (let i = 0; i < 12 && !await menu.getByRole('menuitem', { name: item }).evaluate(one => one.matches(':focus')); i++) {
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
    await menu.waitFor({ state: 'detached' })
  }
  await choose('Pin')
  await choose('Reply')
  await page.locator('.about').waitFor()
  await page.keyboard.insertText('By keys alone')
  await page.keyboard.press('Enter')
  await page.getByRole('article').filter({ hasText: 'By keys alone' }).waitFor()
  await choose('What became of it')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await choose('Delete…')
  await keys.press(button('Delete for everyone'))
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await keys.press(button('More about this conversation'))
  await menu.waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Escape')
  await keys.press(page.locator('.who'))
  for (const name of ['Mute', 'Archive']) await keys.press(page.locator('.details').getByRole('switch', { name }), ' ')
  await expect.poll(() => [stage.callsOf('chats.mute'), stage.callsOf('chats.archive')]).toEqual([
    [{ who: idOf('Ines') }], [{ who: idOf('Ines'), on: true }]
  ])
  expect(stage.callsOf('messages.pin')).toHaveLength(1)
  expect(stage.callsOf('messages.delete')).toEqual([{ messageId: expect.any(String), everyone: true }])
})
