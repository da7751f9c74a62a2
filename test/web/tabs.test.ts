/** The page beside other things: many tabs, an idle hour, whoever looks elsewhere, and a camera. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeQR } from 'qr'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { idOf, messageOf, sceneOf } from './scene.ts'
import { openBrowser } from './screen.ts'
import { Stage } from './stage.ts'
import { openChat } from './walk.ts'

const HOUR = 3600_000
let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

const arrival = (n: number, contactId = idOf('Ada')) =>
  ({ type: 'message' as const, ...messageOf(plain => plain, contactId, n, { direction: 'in' }), contactId })

const rowSaying = (page: Page, text: string) => page.locator('.chat-row').filter({ has: page.getByText(text, { exact: true }) })

story('twelve tabs at once see the same, and each goes on after the node was away', async () => {
  const scene = sceneOf()
  delete scene.status.clockDoubt // the strip has nothing else to say
  await using stage = await Stage.open(scene)
  const { page: first } = await stage.enter(browser)
  const tabs = [first]
  for (let i = 1; i < 12; i++) tabs.push((await stage.enter(first.context())).page)
  await Promise.all(tabs.map(async page => { await page.locator('.chat-row').first().waitFor() }))
  const shows = async (n: number): Promise<void> => {
    stage.tell(arrival(n))
    await Promise.all(tabs.map(async page => { await rowSaying(page, `Message ${n}`).waitFor() }))
  }
  // A contact is told with what is unread now, of which each message is told after it: counted once all the same.
  const mara = stage.contact(idOf('Mara'))
  stage.tell({ type: 'contact', ...mara, unread: 1 })
  stage.tell(arrival(100, mara.contactId))
  const row = rowSaying(first, 'Message 100')
  await row.getByText('1 unread message').waitFor({ state: 'attached' })
  await shows(101)
  await stage.leave()
  await Promise.all(tabs.map(async page => { await page.locator('.strip.is-amiss').waitFor() }))
  await stage.comeBack()
  await Promise.all(tabs.map(async page => { await page.locator('.strip.is-amiss').waitFor({ state: 'detached' }) }))
  await shows(102)
})

async function heapOf (page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Told to the page as if the tab had gone behind another. */
const setHidden = async (page: Page, isHidden: boolean): Promise<void> => {
  const state = isHidden ? 'hidden' : 'visible'
  await page.evaluate(`Object.defineProperty(document, 'visibilityState', { configurable: true, value: '${state}' })
    document.dispatchEvent(new Event('visibilitychange'))`)
}

story('in an idle hour a page asks seldom, in one that nobody sees it asks nothing, and it keeps nothing', async () => {
  await using stage = await Stage.open()
  const { page } = await stage.enter(browser)
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  await page.clock.install()
  await page.reload()
  await page.locator('.chat-row').first().waitFor()
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  const elements = async (): Promise<number> => await page.evaluate('document.querySelectorAll("*").length')
  /** @returns how many calls an hour makes; the clock of the page runs through it at once */
  const hour = async (): Promise<number> => {
    const asked = (): number => stage.calls.filter(({ method }) => !method.startsWith('chats.')).length
    const [before, drafts] = [asked(), stage.callsOf('chats.setDraft').length]
    await page.clock.runFor(HOUR)
    // What was asked before somebody wrote something is there when that is.
    await page.locator('#compose').fill(`draft ${drafts}`)
    await page.clock.runFor(1000)
    await expect.poll(() => stage.callsOf('chats.setDraft').length).toBeGreaterThan(drafts)
    return asked() - before
  }
  await hour()
  const [heap, count] = [await heapOf(page), await elements()]
  expect(await hour()).toBeLessThanOrEqual(HOUR / 10_000 + 10) // how the node stands, each ten seconds
  expect(await elements()).toBe(count)
  expect(await heapOf(page) - heap).toBeLessThan(512 * 1024)
  await setHidden(page, true)
  expect(await hour()).toBe(0)
})

interface Told { title: string, body?: string, tag: string }

story('a notification tells neither who nor what unless that was chosen, and nothing of who is muted', async () => {
  await using stage = await Stage.open(Object.assign(sceneOf(), { preferences: { notify: true } }))
  const { page } = await stage.enter(browser, { permissions: ['notifications'] })
  await page.locator('.chat-row').first().waitFor()
  await page.evaluate(`globalThis.told = []
    globalThis.Notification = class extends EventTarget {
      static permission = 'granted'
      constructor (title, { body, tag }) { super(); told.push({ title, tag, ...(body === undefined ? {} : { body }) }) }
    }`)
  const told = async (): Promise<Told[]> => await page.evaluate('told')
  const [ada, boris] = [idOf('Ada'), idOf('Boris')]
  stage.tell(arrival(201))
  stage.tell(arrival(202, boris))
  await expect.poll(told).toHaveLength(1)
  expect(await told()).toEqual([{ title: 'New message', tag: ada }])

  await page.locator('.rail-entry').nth(4).click()
  await page.getByRole('switch', { name: 'Show names and texts' }).check()
  stage.tell(arrival(203))
  await expect.poll(told).toHaveLength(2)
  expect((await told())[1]).toEqual({ title: 'Ada', body: 'Message 203', tag: ada })
  await expect.poll(() => stage.scene.preferences).toEqual({ notify: true, notifyContents: true })
})

/** A film of one picture: a QR code, in the form that Chromium takes for a camera's. */
function filmOf (text: string): Buffer {
  const [width, height, scale] = [640, 480, 8]
  const dots = encodeQR(text, 'raw', { border: 4 })
  const light = Buffer.alloc(width * height, 235)
  const [left, top] = [(width - dots.length * scale) >> 1, (height - dots.length * scale) >> 1]
  for (const [y, row] of dots.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue
      for (let line = 0; line < scale; line++) {
        const at = (top + y * scale + line) * width + left + x * scale
        light.fill(16, at, at + scale)
      }
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc(width * height / 2, 128)])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}

story('a camera that sees the number of their screen says that it matches, and another number that it differs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-camera-'))
  const scene = sceneOf()
  const digits = scene.safety.digits.replaceAll(/\D/g, '')
  await writeFile(join(folder, 'camera.y4m'), filmOf(`nobyte-safety:${digits}`))
  const camera = await openBrowser(
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`
  )
  await using stage = await Stage.open(scene)
  try {
    const { page, watch } = await stage.enter(camera, { permissions: ['camera'] })
    const scan = async (at: number): Promise<void> => {
      await openChat(page, at)
      await page.locator('.who').click()
      await page.locator('.details').getByRole('button', { name: 'Verify' }).click()
      await page.locator('.digits li').nth(11).waitFor()
      await page.locator('.verify').getByRole('button', { name: 'Scan their code' }).click()
    }
    await scan(7)
    await expect.poll(() => stage.callsOf('people.confirm'), { timeout: 60_000 }).toEqual([{ who: idOf('Ines'), match: true }])
    await page.locator('.who').getByText('Verified', { exact: false }).waitFor()
    scene.safety.digits = scene.safety.digits.replaceAll('7', '3')
    await scan(8)
    await expect.poll(() => stage.callsOf('people.confirm').at(-1), { timeout: 60_000 }).toEqual({ who: idOf('Jonas'), match: false })
    await page.locator('.camera').waitFor({ state: 'detached' })
    expect(watch.complaints).toEqual([])
    expect(watch.strangers).toEqual([])
  } finally {
    await camera.close()
    await rm(folder, { recursive: true, force: true })
  }
})
