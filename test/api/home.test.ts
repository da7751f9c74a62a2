import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareHome, resolveHome } from '../../src/api/home.ts'

const at = (env: Record<string, string>, profile?: string) =>
  resolveHome({ env: { HOME: '/home/ada', ...env }, cwd: '/work', uid: 1000, ...(profile !== undefined && { profile }) })

describe('a home', () => {
  test('follows the XDG folders', () => {
    expect(at({ XDG_RUNTIME_DIR: '/run/user/1000' })).toMatchObject({
      data: '/home/ada/.local/share/nobyte/default',
      state: '/home/ada/.local/state/nobyte/default',
      configFile: '/home/ada/.config/nobyte/config.json',
      socket: '/run/user/1000/nobyte/default/api.sock'
    })
    expect(at({ XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c', XDG_RUNTIME_DIR: '/r' }, 'work')).toMatchObject({
      data: '/d/nobyte/work', state: '/s/nobyte/work', configFile: '/c/nobyte/config.json', socket: '/r/nobyte/work/api.sock'
    })
  })

  test('knows where each of its paths comes from', () => {
    expect(at({ XDG_DATA_HOME: '/d', XDG_STATE_HOME: 'relative', XDG_RUNTIME_DIR: '/r' }).sources).toEqual({
      config: 'default', data: 'XDG_DATA_HOME', state: 'default', socket: 'XDG_RUNTIME_DIR', log: 'default'
    })
    expect(new Set(Object.values(at({ NOBYTE_HOME: '/one', XDG_DATA_HOME: '/d' }).sources))).toEqual(new Set(['NOBYTE_HOME']))
    expect(at({ NOBYTE_HOME: `/${'deep/'.repeat(30)}` }).sources.socket).toMatch(/too long for a socket/)
  })

  test('lies in one folder with NOBYTE_HOME, which is made absolute once', () => {
    expect(at({ NOBYTE_HOME: '.play/ada', XDG_RUNTIME_DIR: '/r', XDG_DATA_HOME: '/d' })).toMatchObject({
      data: '/work/.play/ada/data/default',
      state: '/work/.play/ada/state/default',
      configFile: '/work/.play/ada/config.json',
      socket: '/work/.play/ada/run/default/api.sock'
    })
  })

  test('keeps its socket in the state folder where there is no runtime folder', () => {
    expect(at({}).socket).toBe('/home/ada/.local/state/nobyte/run/default/api.sock')
    expect(at({ XDG_RUNTIME_DIR: 'relative' }).socket).toBe('/home/ada/.local/state/nobyte/run/default/api.sock')
  })

  test('moves a socket whose path is over 100 bytes to a short folder of its own', () => {
    const long = `/${'deep/'.repeat(30)}`
    const [one, other] = [at({ NOBYTE_HOME: `${long}ada` }), at({ NOBYTE_HOME: `${long}radia` })]
    expect(one.socket).toMatch(/^\/tmp\/nobyte-1000\/[0-9a-f]{16}\/api\.sock$/)
    expect(other.socket).not.toBe(one.socket)
    expect(one.privateFolders).toContain('/tmp/nobyte-1000')
    expect(at({ NOBYTE_HOME: long, XDG_RUNTIME_DIR: '/run/user/7' }).socket).toMatch(/^\/run\/user\/7\/nobyte\/[0-9a-f]{16}\/api\.sock$/)
    expect(at({ NOBYTE_HOME: long, XDG_RUNTIME_DIR: long }).socket).toMatch(/^\/tmp\/nobyte-1000\//)
  })

  test.each(['..', '../ada', 'a/b', '', '.hidden', 'ada\0', 'a'.repeat(65)])('has no profile called %j', profile => {
    expect(() => at({}, profile)).toThrow(/cannot name a profile/)
  })

  test('is made for its owner alone, whatever the umask says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nobyte-home-'))
    const home = resolveHome({ env: { NOBYTE_HOME: join(folder, 'new', 'one') }, cwd: '/', uid: 0 })
    const umask = process.umask(0)
    try {
      await prepareHome(home)
      await prepareHome(home) // again is fine
    } finally {
      process.umask(umask)
    }
    for (const path of home.privateFolders) expect((await stat(path)).mode & 0o777, path).toBe(0o700)
    await rm(folder, { recursive: true })
  })
})
