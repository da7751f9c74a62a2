/** The page over a long past, beside a page that is nearly empty, in the same browser: how soon, how smooth, how large. */
import { setTimeout } from 'node:timers/promises'
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { archive } from '../archives.ts'
import type { Bench } from '../bench.ts'
import { hasChromium, openTab, plainPage, type Tab } from '../browsers.ts'
import { figure, percentileOf, spreadOf, type Figure } from '../figures.ts'
import type { Bin } from '../programs.ts'

const BESIDE = 'a page that is nearly empty'
const WEB = new URL('../../../dist/web/', import.meta.url)
const STEP_PX = 400
/** of a phone, beside this computer */
const SLOWER = 4

interface Scrolled { took: number[], long: number }

export async function page (bench: Bench): Promise<Figure[]> {
  if (!hasChromium()) {
    console.error('bench: page is left out: there is no chromium (sudo apt-get install chromium)')
    return []
  }
  const { home, messages, people } = await archive(bench)
  const bin = await bench.bin(home)
  const plain = await plainPage(bench)
  // Each in a browser of its own: what one leaves behind is not the other's.
  const [own, floor] = [await openTab(bench), await openTab(bench)]
  await floor.page.goto(plain)
  const { address, code } = await bin.open()
  await own.page.goto(`${address}#code=${code}`)
  await own.page.locator('.chat-row').first().waitFor()
  const figures = [
    ...await sizes(),
    ...await paints(bench, { own, floor, address, plain }),
    ...await switches(bench, { own, floor }),
    ...await strokes(bench, { own, floor }),
    ...await scrolls(bench, { own, floor }),
    ...await rests(bench, { own, floor }),
    ...await losses(bench, { own, bin, home })
  ]
  for (const tab of [own, floor]) await tab.end()
  const over = `${messages.toLocaleString('en')} messages, ${people} chats`
  return figures.map(one => ({ ...one, note: one.note === undefined ? over : `${over}; ${one.note}` }))
}

/** What is loaded before anything is seen. */
async function sizes (): Promise<Figure[]> {
  const html = await readFile(new URL('index.html', WEB), 'utf8')
  const sizeOf = async (pattern: RegExp): Promise<number> => {
    const files = [...html.matchAll(pattern)].map(([, path]) => path!)
    const sizes = await Promise.all(files.map(async path => gzipSync(await readFile(new URL(`.${path}`, WEB))).byteLength))
    return sizes.reduce((sum, size) => sum + size, 0) / 1000
  }
  return [
    figure({ measure: 'page, script at first (gzip)', unit: 'kB', value: await sizeOf(/(?:src|href)="(\/[^"]+\.js)"/g) }),
    figure({ measure: 'page, styles (gzip)', unit: 'kB', value: await sizeOf(/href="(\/[^"]+\.css)"/g) })
  ]
}

interface Two { own: Tab, floor: Tab }

async function paints (bench: Bench, { own, floor, address, plain }: Two & { address: string, plain: string }): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const rate of [1, SLOWER]) {
    for (const tab of [own, floor]) await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate })
    const [mine, theirs]: [number[], number[]] = [[], []]
    for (let i = 0; i < bench.count(16); i++) {
      mine.push(await own.firstPaint(address))
      theirs.push(await floor.firstPaint(plain))
    }
    await own.page.locator('.chat-row').first().waitFor()
    figures.push(figure({
      measure: `page, first contents painted${rate === 1 ? '' : `, CPU ${rate} times slower`}`, unit: 'ms', value: spreadOf(mine),
      beside: { what: BESIDE, value: spreadOf(theirs) }
    }))
  }
  for (const tab of [own, floor]) await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  return figures
}

/** Conversations that were not looked at before: each is read from the node. */
async function switches (bench: Bench, { own, floor }: Two): Promise<Figure[]> {
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (let i = 1; i <= bench.count(60); i++) {
    mine.push(await own.page.evaluate<number>(`timing.switchTo(${i * 3})`))
    theirs.push(await floor.page.evaluate<number>(
      "timing.timed(() => { const b = document.querySelector('button'); b.textContent = Number(b.textContent) + 1 }, () => true)"
    ))
  }
  return [figure({
    measure: 'page, another chat', unit: 'ms', value: spreadOf(mine),
    beside: { what: `${BESIDE}: a word changed`, value: spreadOf(theirs) },
    note: `p95 ${percentileOf(mine, 0.95)} ms; none was opened before`
  })]
}

async function strokes (bench: Bench, { own, floor }: Two): Promise<Figure[]> {
  const count = bench.count(80)
  const press = async (page: Page, box: string): Promise<number[]> => {
    await page.locator(box).focus()
    await page.evaluate('timing.keys.length = 0; timing.followKeys()')
    for (let i = 0; i < count; i++) {
      await page.keyboard.press('x')
      await page.evaluate(`timing.until(() => timing.keys.length > ${i})`)
    }
    return await page.evaluate<number[]>('timing.keys')
  }
  const [mine, theirs] = [await press(own.page, '#compose'), await press(floor.page, 'textarea')]
  const sent: number[] = []
  for (let i = 0; i < bench.count(40); i++) {
    const text = `bubble number ${i}`
    await own.page.locator('#compose').fill(text)
    sent.push(await own.page.evaluate<number>(`timing.timed(
      () => { document.querySelector('.send').click() },
      () => [...document.querySelectorAll('article')].at(-1)?.textContent.includes(${JSON.stringify(text)})
    )`))
  }
  const beside = { what: BESIDE, value: spreadOf(theirs) }
  return [
    figure({ measure: 'page, key to paint', unit: 'ms', value: spreadOf(mine), beside }),
    figure({ measure: 'page, send to bubble', unit: 'ms', value: spreadOf(sent), beside: { ...beside, what: `${BESIDE}: a key` } })
  ]
}

async function scrolls (bench: Bench, { own, floor }: Two): Promise<Figure[]> {
  const figures: Figure[] = []
  // The one with half of all messages is the first who was met, and so the last of the list.
  await own.page.locator('#search').fill('Person 0')
  await own.page.locator('.chat-row', { has: own.page.locator('.name bdi', { hasText: /^Person 0$/ }) }).first().click()
  await own.page.locator('.conversation h1', { hasText: /^Person 0$/ }).waitFor({ state: 'attached' })
  await own.page.locator('article').first().waitFor()
  await own.page.locator('#search').fill('')
  const scroll = async (tab: Tab, box: string, step: number): Promise<Scrolled> =>
    await tab.page.evaluate<Scrolled>(`timing.scroll(${JSON.stringify(box)}, ${JSON.stringify({ frames: bench.count(400), step })})`)
  for (const rate of [1, SLOWER]) {
    for (const tab of [own, floor]) await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate })
    const [mine, theirs] = [await scroll(own, '.messages', -STEP_PX), await scroll(floor, '.box', STEP_PX)]
    figures.push(figure({
      measure: `page, a frame at ${STEP_PX} px a frame${rate === 1 ? '' : `, CPU ${rate} times slower`}`,
      unit: 'ms',
      value: spreadOf(mine.took),
      beside: { what: BESIDE, value: spreadOf(theirs.took) },
      note: `p95 ${percentileOf(mine.took, 0.95)} beside ${percentileOf(theirs.took, 0.95)} ms; ${mine.long} and ${theirs.long} long tasks`
    }))
  }
  for (const tab of [own, floor]) await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const steps = bench.count(500)
  const jumps = await own.page.evaluate<number>(`timing.jumps('.messages', { steps: ${steps}, step: 120 })`)
  const nodes = await own.page.locator('article').count()
  const rows = Number(await own.page.locator('article').first().getAttribute('aria-setsize'))
  return [
    ...figures,
    figure({ measure: `page, jumps of over 2 px in ${steps} steps up`, unit: 'times', value: jumps }),
    figure({ measure: 'page, messages in the document', unit: 'times', value: nodes, note: `of ${rows} that were loaded` })
  ]
}

async function rests (bench: Bench, { own, floor }: Two): Promise<Figure[]> {
  const [mine, theirs] = [await own.heapMb(), await floor.heapMb()]
  const durationMs = bench.count(20_000)
  const idle = async (tab: Tab): Promise<number> => {
    const before = tab.cpuMs()
    await setTimeout(durationMs)
    return (tab.cpuMs() - before) / durationMs * 100
  }
  const heap = figure({ measure: 'page, heap', unit: 'MB', value: mine, beside: { what: BESIDE, value: theirs } })
  const cpu = figure({
    measure: 'page, CPU idle', unit: '% of a CPU', value: await idle(own), beside: { what: BESIDE, value: await idle(floor) },
    note: 'the whole browser'
  })
  return [heap, cpu]
}

/** The node is killed, and comes back. */
async function losses (bench: Bench, { own, bin, home }: { own: Tab, bin: Bin, home: string }): Promise<Figure[]> {
  const [told, resumed]: [number[], number[]] = [[], []]
  let running = bin
  const is = async (amiss: boolean): Promise<void> => {
    // While the node unlocks there is no strip at all.
    const strip = amiss ? '.strip.is-amiss' : '.strip:not(.is-amiss)'
    await own.page.evaluate(`timing.until(() => document.querySelector('${strip}') !== null)`)
  }
  for (let i = 0; i < bench.count(5, { least: 1 }); i++) {
    await is(false)
    const killedMs = performance.now()
    process.kill(running.pid, 'SIGKILL')
    await is(true)
    told.push(performance.now() - killedMs)
    running = await bench.bin(home)
    const readyMs = performance.now()
    await is(false)
    resumed.push(performance.now() - readyMs)
  }
  await running.end()
  return [
    figure({ measure: 'page, says that its node was killed', unit: 'ms', value: spreadOf(told) }),
    figure({ measure: 'page, goes on after its node is ready', unit: 'ms', value: spreadOf(resumed) })
  ]
}
