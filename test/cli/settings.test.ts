import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../src/cli/durations.ts'
import { printableJson, printableName, printableText } from '../../src/cli/printable.ts'
import { Terminal } from './terminal.ts'

describe('settings', () => {
  test('come from flags, else the environment, else the config file, else their defaults', async () => {
    await using terminal = await Terminal.open()
    terminal.patience = undefined
    const timeout = async (args: string[], env: Record<string, string> = {}): Promise<unknown> => {
      const { rows } = await terminal.run([...args, '--json', 'config', 'get', 'timeout'], { env })
      return [rows[0].value, rows[0].source]
    }
    expect(await timeout([])).toEqual(['30s', 'default'])
    await terminal.json('config', 'set', 'timeout', '1m')
    expect(await timeout([])).toEqual(['1m', 'config file'])
    expect(await timeout([], { NOBYTE_TIMEOUT: '2m' })).toEqual(['2m', 'NOBYTE_TIMEOUT'])
    expect(await timeout(['--timeout', '3m'], { NOBYTE_TIMEOUT: '2m' })).toEqual(['3m', 'flag'])
    await terminal.json('config', 'set', 'timeout')
    expect(await timeout([])).toEqual(['30s', 'default'])
  })

  test('may stand before and after the command', async () => {
    await using terminal = await Terminal.open()
    const wanted = [{ type: 'setting', key: 'timeout', value: '5s', source: 'flag' }]
    expect((await terminal.run(['--json', '--timeout', '5s', 'config', 'get', 'timeout'])).rows).toEqual(wanted)
    expect((await terminal.run(['config', 'get', 'timeout', '--timeout', '5s', '--json'])).rows).toEqual(wanted)
    expect((await terminal.run(['config', '--timeout=5s', 'get', '--json', 'timeout'])).rows).toEqual(wanted)
  })

  test('path --explain says where everything lies and where each value comes from', async () => {
    await using terminal = await Terminal.open()
    const { rows, code } = await terminal.run(['config', 'path', '--explain', '--json', '--profile', 'work'], { env: { NO_COLOR: '1' } })
    expect(code).toBe(0)
    const home = join(terminal.folder, 'home')
    expect(rows).toContainEqual({ type: 'path', what: 'data', path: join(home, 'data', 'work'), source: 'NOBYTE_HOME' })
    expect(rows).toContainEqual({ type: 'path', what: 'config', path: join(home, 'config.json'), source: 'NOBYTE_HOME' })
    expect(rows).toContainEqual({ type: 'setting', key: 'profile', value: 'work', source: 'flag' })
    expect(rows).toContainEqual({ type: 'setting', key: 'color', value: false, source: 'NO_COLOR' })
    expect((await terminal.run(['config', 'path'])).stdout).toBe(`${join(home, 'config.json')}\n`)
  })

  test('that nobody knows, or values that cannot be meant, are refused and leave the file as it was', async () => {
    await using terminal = await Terminal.open()
    await terminal.json('config', 'set', 'timeout', '1m')
    expect((await terminal.run(['config', 'set', 'colour', 'red', '--json'])).error).toMatchObject({ code: 'NOT_FOUND' })
    expect((await terminal.run(['config', 'set', 'timeout', 'soon', '--json'])).error).toMatchObject({ code: 'BAD_INPUT' })
    expect(JSON.parse(await readFile(join(terminal.folder, 'home', 'config.json'), 'utf8'))).toEqual({ timeout: '1m' })
  })

  test('a damaged config file is named, not guessed at', async () => {
    await using terminal = await Terminal.open()
    await terminal.json('config', 'set', 'timeout', '1m')
    await terminal.path('home/config.json', '{"timeout": ')
    const { code, error } = await terminal.run(['status', '--json'])
    expect({ code, error }).toMatchObject({ code: 2, error: { code: 'BAD_INPUT', message: expect.stringContaining('config.json') } })
  })
})

describe('lengths of time', () => {
  test.each([
    ['500ms', 500], ['30s', 30_000], ['1.5m', 90_000], ['2h', 7_200_000], ['7d', 604_800_000], ['4w', 2_419_200_000]
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each(['', '5', '-1s', '1 week', 's', '1e3s', 'Infinity'])('%j is none', text => {
    expect(() => parseDuration(text)).toThrow(/no length of time/)
  })

  test('what is shown can be typed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 ** 10 }), ms => parseDuration(formatDuration(ms)) > 0))
  })
})

describe("a peer's text", () => {
  test('cannot command the terminal, nor turn a line around', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
      for (const shown of [printableText(text), printableName(text), printableJson({ text })]) {
        // oxlint-disable-next-line no-control-regex
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }
      for (const shown of [printableName(text), printableJson({ text })]) expect(shown).not.toMatch(/[\n\u2028\u202a-\u202e\u2066-\u2069]/)
    }))
    expect(printableText('\u001b]0;owned\u0007 \u009b2J')).toBe('�]0;owned� �2J')
    expect(printableName('\u202etxt.exe')).toBe('txt.exe')
  })

  test('is the same for a script, byte for byte', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
      expect(JSON.parse(printableJson({ text }))).toEqual({ text })
    }))
  })
})
