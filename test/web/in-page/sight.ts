/** What can be said of a page by looking at it. This runs in the page, as a script; test/web/sight.ts puts it there. */

/** Boxes that are wider than what they stand in, so that something is beside the page. */
function overflows (): string[] {
  const found = document.documentElement.scrollWidth > innerWidth ? ['the page'] : []
  for (const box of document.querySelectorAll('.scroll, .dialog, .menu, .way-in, .details')) {
    if (box.scrollWidth <= box.clientWidth + 1) continue
    const { left, right } = box.getBoundingClientRect()
    const wide = [...box.querySelectorAll('*')].findLast(one => {
      const inner = one.getBoundingClientRect()
      return inner.right > right + 1 || inner.left < left - 1
    })
    found.push(`${box.className} is too narrow for ${wide?.tagName} ${wide?.className}`)
  }
  // What is fixed to the page does not make it wider: it lies outside.
  for (const box of document.querySelectorAll('.dialog, .menu, .notice')) {
    const { left, right } = box.getBoundingClientRect()
    if (left < -1 || right > innerWidth + 1) found.push(`${box.className} beside the page`)
  }
  return found
}

/**
 * Words of ours that cannot be read to their end: cut by a box that does not scroll, or outside the page. What others wrote
 * may be cut: `ours` says which texts are looked at.
 */
function cutOff (source: string): string[] {
  const [pattern, found] = [new RegExp(source, 'u'), []] as [RegExp, string[]]
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const [text, parent] = [node.textContent ?? '', node.parentElement!]
    if (!pattern.test(text) || parent.closest('.hidden, [hidden], noscript, script, option, .chat-last') !== null) continue
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const rects = [...range.getClientRects()]
    for (let box: Element | null = parent; box !== null && box !== document.documentElement; box = box.parentElement) {
      const { overflowX, overflowY, display, clipPath } = getComputedStyle(box)
      if (clipPath !== 'none') break
      if (display === 'inline' || display === 'contents') continue
      const inner = box.getBoundingClientRect()
      const cutsX = overflowX === 'hidden' || overflowX === 'clip'
      const cutsY = overflowY === 'hidden' || overflowY === 'clip'
      if (rects.some(({ left, right, top, bottom }) =>
        (cutsX && (left < inner.left - 1 || right > inner.right + 1)) || (cutsY && (top < inner.top - 3 || bottom > inner.bottom + 3)))) {
        found.push(`"${text}" by ${box.tagName} ${box.className}`)
        break
      }
      if (overflowY === 'auto' || overflowY === 'scroll') break
    }
    // A button whose words stand out of it is no better.
    const button = parent.closest('.button, .menu > button, .pill, .badge, .notice, .rail-entry, .filters button')
    const edge = button?.getBoundingClientRect()
    if (edge !== undefined && rects.some(({ left, right }) => left < edge.left - 1 || right > edge.right + 1)) {
      found.push(`"${text}" out of its ${button!.className}`)
    }
  }
  return [...new Set(found)]
}

/** What the browser, the node or somebody else wrote. */
const NOT_OURS = 'script, noscript, kbd, .avatar, pre, time, .knot, textarea, .words:not(.is-gone), a, .host, .address, .words-list'

/** Every text on the page, those for who does not look among them, each with where it stands. */
function textsOf (): { text: string, where: string }[] {
  const found: { text: string, where: string }[] = []
  const placeOf = (element: Element): string => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const parent = node.parentElement!
    if (parent.closest(NOT_OURS) === null) {
      found.push({ text: node.textContent ?? '', where: placeOf(parent) })
    }
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext']) {
      const text = element.getAttribute(name)
      if (text !== null && element.tagName !== 'TIME') found.push({ text, where: `${placeOf(element)} ${name}` })
    }
  }
  return found
}

/** Controls whose edge, or whose own colour, differs too little from what they lie on: 3 to 1 is asked for. */
function faintControls (): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number]
  const parse = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1]
  const ground = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1]
    const own = parse(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own : over(own, ground(element.parentElement))
  }
  const light = ([r, g, b]: Colour): number => {
    const [x, y, z] = [r, g, b].map(part => part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!
  }
  const contrast = (a: Colour, b: Colour): number => {
    const [x, y] = [light(a), light(b)].sort((one, other) => other - one) as [number, number]
    return (x + 0.05) / (y + 0.05)
  }
  const found: string[] = []
  for (const control of document.querySelectorAll('.field input, .field textarea, select, .switch, textarea.link')) {
    if (!control.checkVisibility()) continue
    const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(control)
    const under = ground(control.parentElement)
    const edge = parseFloat(borderTopWidth) > 0 ? contrast(over(parse(borderTopColor), under), under) : 1
    const best = Math.max(edge, contrast(over(parse(backgroundColor), under), under))
    if (best < 3) found.push(`${control.tagName} ${control.className} ${best.toFixed(2)}`)
  }
  for (const icon of document.querySelectorAll('.icon-button, .rail-entry, .send')) {
    if (!icon.checkVisibility() || (icon as HTMLButtonElement).disabled) continue
    const ratio = contrast(parse(getComputedStyle(icon).color), ground(icon))
    if (ratio < 3) found.push(`${icon.className} ${ratio.toFixed(2)}`)
  }
  return found
}

/** What moves, or would move if it changed. */
function moving (): string[] {
  const found = document.getAnimations().map(({ effect }) => `${(effect as KeyframeEffect).target?.className} is moving`)
  for (const element of document.querySelectorAll('*')) {
    for (const pseudo of [undefined, '::before', '::after', '::backdrop']) {
      const { transitionDuration } = getComputedStyle(element, pseudo)
      if (transitionDuration.split(', ').some(time => parseFloat(time) > 0)) found.push(`${element.className} ${pseudo ?? ''} would`)
    }
  }
  return [...new Set(found)]
}

const MADE = 'img, script:not([src^="/assets/"]), iframe, object, embed, style, [onerror], [onload], [style*="url"]'

/** What others wrote and what is no text any more: elements that only they made, letters that turn what stands behind them. */
function inertness (): string[] {
  const found = [...document.querySelectorAll(MADE)].map(element => `an element: ${element.outerHTML.slice(0, 80)}`)
  for (const { protocol, outerHTML } of document.querySelectorAll('a')) {
    if (protocol !== 'http:' && protocol !== 'https:') found.push(`a link: ${outerHTML.slice(0, 80)}`)
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.textContent ?? ''
    if (/[\u202A-\u202E\u2066\u2067]/.test(text)) found.push(`turned letters: ${text.slice(0, 80)}`)
    if (/\p{M}{4}/u.test(text)) found.push(`heaped accents: ${text.slice(0, 80)}`)
    // We set what is filled in apart, by U+2068 and U+2069: nobody else may end that.
    let depth = 0
    for (const letter of text) {
      if (letter === '\u2068') depth++
      if (letter === '\u2069' && --depth < 0) break
    }
    if (depth !== 0) found.push(`set apart and not: ${text.slice(0, 80)}`)
  }
  return [...new Set(found)]
}

Object.assign(globalThis, { sight: { inertness, overflows, cutOff, textsOf, faintControls, moving } })
