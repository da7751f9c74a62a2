/** The walls between the rooms of src stand, and each of them would be noticed if it fell. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const config = join(root, 'scripts', 'layers.cjs')
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] }

interface Report { summary: { totalCruised: number, violations: { from: string, rule: { name: string } }[] } }

function cruise (folder: string): Report['summary'] {
  const depcruise = join(root, 'node_modules', '.bin', 'depcruise')
  const { stdout, stderr } = spawnSync(depcruise, ['--config', config, '-T', 'json', 'src'], {
    cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28
  })
  if (stdout === '') throw new Error(stderr)
  return (JSON.parse(stdout) as Report).summary
}

const broken = ({ violations }: Report['summary']): string[] =>
  [...new Set(violations.map(({ from, rule }) => `${rule.name}: ${from}`))].sort()

const using = (path: string): string => `import { used } from '${path}'\nexport const uses = used\n`
const LAYERS = ['base', 'wire', 'crypto', 'store', 'network', 'protocols', 'disclosure', 'messenger', 'api']

/** What stands in the small house beside the violations, and breaks nothing. */
const house: Record<string, string> = {
  ...Object.fromEntries(['cli', 'web', ...LAYERS].map(layer => [`src/${layer}/room.ts`, 'export const used = 1\n'])),
  ...Object.fromEntries(['daemon', 'index'].map(name => [`src/${name}.ts`, using('./messenger/room.ts')])),
  'src/infra.ts': 'export const used = 1\n',
  'src/api/client.ts': using('../base/room.ts'),
  'src/api/schema.ts': 'export const used = 1\n',
  'src/messenger/conversations.ts': using('./room.ts'),
  'src/messenger/messenger.ts': using('./conversations.ts'),
  'src/messenger/way.ts': 'export const used = 1\n',
  'src/main.ts': 'export const start = async () => await import(\'./daemon.ts\')\n',
  'src/network/late.ts': 'export const load = async () => await import(\'node-datachannel\')\n',
  'src/protocols/typed.ts': 'import type { Stream } from \'@libp2p/interface\'\nexport type Named = Stream\n',
  'src/cli/typed.ts': 'import type { used } from \'../api/schema.ts\'\nexport type Named = typeof used\n',
  'src/cli/calling.ts': using('../api/client.ts'),
  'test/support.ts': 'export const used = 1\n'
}

/** For each rule a file that breaks it. */
const violations: Record<string, [path: string, text: string]> = {
  ...Object.fromEntries(LAYERS.map((layer, i) =>
    [`${layer}-imports-inward`, [`src/${layer}/planted.ts`, using(`../${LAYERS[i + 1] ?? 'cli'}/room.ts`)]]
  )),
  'shells-know-only-the-api': ['src/cli/planted-reach.ts', using('../messenger/room.ts')],
  'shells-load-no-schema': ['src/web/planted-schema.ts', using('../api/schema.ts')],
  'page-runs-in-a-browser': ['src/web/planted-socket.ts', using('../api/client.ts')],
  'page-loads-nothing-of-node': ['src/web/planted-path.ts', 'import { join } from \'node:path\'\nexport const uses = join\n'],
  'level-only-in-store': ['src/messenger/planted-level.ts', 'import { Level } from \'level\'\nexport const uses = Level\n'],
  'libsignal-only-in-crypto': [
    'src/messenger/planted-signal.ts', 'import * as signal from \'@signalapp/libsignal-client\'\nexport const uses = signal\n'
  ],
  'libp2p-only-in-network': [
    'src/messenger/planted-peer.ts', 'import type { PeerId } from \'@libp2p/interface\'\nexport type Named = PeerId\n'
  ],
  'libp2p-types-only-in-protocols': [
    'src/protocols/planted-node.ts', 'import { createLibp2p } from \'libp2p\'\nexport const uses = createLibp2p\n'
  ],
  'webrtc-only-in-network': [
    'src/protocols/planted-channel.ts', 'import type { DataChannel } from \'node-datachannel\'\nexport type Named = DataChannel\n'
  ],
  'webrtc-loads-late': [
    'src/network/planted-channel.ts', 'import { PeerConnection } from \'node-datachannel\'\nexport const uses = PeerConnection\n'
  ],
  'infrastructure-never-reaches-people': ['src/infra.ts', using('./api/planted-bridge.ts')],
  'only-main-chooses-the-process': ['src/cli/planted-daemon.ts', using('../daemon.ts')],
  'main-loads-late': ['src/main.ts', using('./infra.ts')],
  'roots-are-not-imported': ['src/cli/planted-main.ts', using('../main.ts')],
  'features-stay-apart': ['src/messenger/invites.ts', using('./conversations.ts')],
  'core-knows-no-feature': ['src/messenger/planted-core.ts', using('./conversations.ts')],
  'src-stands-alone': ['src/store/planted-test.ts', using('../../test/support.ts')],
  'no-circles': ['src/messenger/room.ts', using('./way.ts').replace('uses', 'used')],
  'no-dead-imports': ['src/store/planted-dead.ts', using('./nowhere.ts')]
}
/** Files that stand between a violation and what it reaches. */
const between: Record<string, string> = {
  'src/api/planted-bridge.ts': `${using('../messenger/room.ts')}export { uses as used }\n`,
  'src/messenger/way.ts': using('./room.ts').replace('uses', 'used')
}

const folders: string[] = []
function build (files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'nobyte-layers-'))
  folders.push(folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true,"noEmit":true}}')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }) })

test('every module of src keeps to its layer', () => {
  const summary = cruise(root)
  expect(broken(summary)).toEqual([])
  expect(summary.totalCruised).toBeGreaterThan(50)
})

test('a house that keeps the rules passes', () => {
  const summary = cruise(build(house))
  expect(broken(summary)).toEqual([])
  expect(summary.totalCruised).toBeGreaterThan(10)
})

test('one violation of each rule is planted and each is caught', () => {
  expect(Object.keys(violations).sort()).toEqual(forbidden.map(({ name }) => name).sort())
  const caught = broken(cruise(build({ ...house, ...between, ...Object.fromEntries(Object.values(violations)) })))
  for (const [rule, [path]] of Object.entries(violations)) expect(caught).toContain(`${rule}: ${path}`)
})
