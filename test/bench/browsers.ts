/** Chromium with one tab, a page that is nearly empty to stand beside ours, and what is timed within a page. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type CDPSession, type Page } from 'playwright-core'
import type { Bench } from './bench.ts'
import { cpuMs, familyOf } from './machine.ts'

const CHROMIUM = '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'
]
const WAIT_MS = 60_000
const PLAIN = `<!doctype html><meta charset="utf-8"><title>plain</title><h1>Plain</h1><button>0</button><textarea></textarea>
<div class="box" style="height:500px;overflow:auto"><div style="height:9000000px"></div></div>`

export const hasChromium = (): boolean => existsSync(CHROMIUM)

export interface Tab {
  page: Page
  cdp: CDPSession
  /** CPU time of the whole browser so far, in milliseconds */
  cpuMs: () => number
  /** JavaScript's heap after what is waste was thrown away, in MB */
  heapMb: () => Promise<number>
  /** What a page says about its first paint, in milliseconds from its beginning. */
  firstPaint: (address: string) => Promise<number>
  end: () => Promise<void>
}

export async function openTab (bench: Bench): Promise<Tab> {
  const server = await chromium.launchServer({ executablePath: CHROMIUM, args: ARGS })
  const browser = await chromium.connect(server.wsEndpoint())
  const context = await browser.newContext({ viewport: { width: 1180, height: 760 }, locale: 'en-GB' })
  await context.addInitScript(TIMING)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const { pid } = server.process()
  return bench.keep({
    page,
    cdp,
    cpuMs: () => cpuMs(...familyOf(pid!)),
    async heapMb () {
      await cdp.send('HeapProfiler.collectGarbage')
      return (await cdp.send('Runtime.getHeapUsage')).usedSize / 2 ** 20
    },
    async firstPaint (address) {
      await page.goto(address)
      return await page.evaluate<number>('timing.firstPaint()')
    },
    end: async () => { await server.close() }
  })
}

/** A page that does nothing, from this computer as well. */
export async function plainPage (bench: Bench): Promise<string> {
  const server = createServer((_request, response) => { response.setHeader('content-type', 'text/html').end(PLAIN) })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  bench.keep({
    async end () {
      server.closeAllConnections()
      await new Promise(resolve => { server.close(resolve) })
    }
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Put into each page before its own scripts. A moment counts as painted when the frame that shows it has been drawn. */
const TIMING = `globalThis.timing = {
  keys: [],
  frame: () => new Promise(done => { requestAnimationFrame(done) }),
  /** Within a frame: when it has been drawn. */
  drawn: () => new Promise(done => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => { done(performance.now()) }
    port2.postMessage(0)
  }),
  painted: () => timing.frame().then(timing.drawn),
  firstPaint: () => new Promise(done => {
    new PerformanceObserver(list => {
      for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') done(startTime)
    }).observe({ type: 'paint', buffered: true })
  }),
  /** Resolves at once, or within a frame that is about to be drawn; which of the two is its result. */
  until: async is => {
    const byMs = performance.now() + ${WAIT_MS}
    let inFrame = false
    while (!is()) {
      if (performance.now() > byMs) throw new Error('waited for ${WAIT_MS / 1000} s in vain: ' + is)
      await timing.frame()
      inFrame = true
    }
    return inFrame
  },
  timed: async (act, is) => {
    const sinceMs = performance.now()
    act()
    return await (await timing.until(is) ? timing.drawn() : timing.painted()) - sinceMs
  },
  followKeys: () => { addEventListener('keydown', ({ timeStamp }) => {
    void timing.painted().then(atMs => { timing.keys.push(atMs - timeStamp) })
  }, true) },
  scroll: async (selector, { frames, step }) => {
    const box = document.querySelector(selector)
    let long = 0
    const watcher = new PerformanceObserver(list => { long += list.getEntries().length })
    watcher.observe({ type: 'longtask' })
    const took = []
    let before = await timing.frame()
    for (let i = 0; i < frames; i++) {
      box.scrollTop += step
      const atMs = await timing.frame()
      took.push(atMs - before)
      before = atMs
    }
    watcher.disconnect()
    return { took, long }
  },
  // Goes up in small steps; a message that is in sight must move by just as much.
  jumps: async (selector, { steps, step }) => {
    const box = document.querySelector(selector)
    let jumps = 0
    for (let i = 0; i < steps; i++) {
      const middle = box.getBoundingClientRect().top + box.clientHeight / 2
      const anchor = [...box.querySelectorAll('article')].find(one => one.getBoundingClientRect().bottom > middle)
      if (anchor === undefined) { await timing.frame(); continue }
      // A box that is scrolled from below counts downwards from nothing.
      const isReversed = getComputedStyle(box).flexDirection === 'column-reverse'
      const room = box.scrollTop + (isReversed ? box.scrollHeight - box.clientHeight : 0)
      const { top } = anchor.getBoundingClientRect()
      box.scrollTop -= step
      await timing.frame()
      await timing.frame()
      const moved = anchor.isConnected ? anchor.getBoundingClientRect().top - top : step
      if (Math.abs(moved - step) > 2 && room > step) jumps++
    }
    return jumps
  },
  switchTo: n => {
    const list = document.querySelector('.side .scroll')
    list.scrollTop = n * 68
    return timing.frame().then(timing.frame).then(() => {
      const top = list.getBoundingClientRect().top
      const row = [...document.querySelectorAll('.chat-row')].find(one => one.getBoundingClientRect().top > top + 80)
      const name = row.querySelector('.name bdi').textContent
      return timing.timed(() => { row.click() }, () =>
        document.querySelector('.conversation h1')?.textContent === name && document.querySelector('article') !== null)
    })
  }
}`
