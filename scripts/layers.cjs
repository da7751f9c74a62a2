// Who may import whom (src/README.md has the map). test/layers.test.ts plants one violation of each rule.
const LAYERS = ['base', 'wire', 'crypto', 'store', 'network', 'protocols', 'disclosure', 'messenger', 'api']
const SHELLS = ['cli', 'web']
const FEATURES = ['invites', 'conversations', 'amendments', 'expiry', 'search', 'keys', 'typing', 'nearby', 'groups', 'channels', 'files']

const any = names => `(${names.join('|')})`
/** A package, installed or not: an import that resolves to nothing is no way around a rule. */
const packages = names => `(^|node_modules/)${any(names)}(/|$)`
const LIBP2P = ['libp2p', '@libp2p/[^/]+', '@chainsafe/[^/]+']

const outward = LAYERS.map((layer, i) => ({
  name: `${layer}-imports-inward`,
  comment: `src/${layer} may import its own folder${i === 0 ? '' : ` and ${LAYERS.slice(0, i).join(', ')}`}, nothing further out`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(?!${any(LAYERS.slice(0, i + 1))}/)` }
}))

module.exports = {
  forbidden: [
    ...outward,
    {
      name: 'shells-know-only-the-api',
      comment: 'the command line and the page are clients: of a node they import api/client and the types of api/schema',
      severity: 'error',
      from: { path: `^src/${any(SHELLS)}/` },
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/api/client\\.ts$', '^src/api/remote\\.ts$', '^src/api/schema(\\.ts$|/)'] }
    },
    {
      name: 'page-runs-in-a-browser',
      comment: 'src/web calls the node through api/remote, which knows no socket; nothing of Node is there',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/api/client\\.ts$' }
    },
    {
      name: 'page-loads-nothing-of-node',
      severity: 'error',
      from: { path: '^src/(web/|api/remote\\.ts$)' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'shells-load-no-schema',
      comment: 'the schema library costs 70 ms at each start; its types cost nothing',
      severity: 'error',
      from: { path: `^src/${any(SHELLS)}/` },
      to: { path: '^src/api/schema(\\.ts$|/)', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'level-only-in-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: packages(['level', 'classic-level', 'abstract-level']) }
    },
    {
      name: 'libsignal-only-in-crypto',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/crypto/' },
      to: { path: packages(['@signalapp/libsignal-client']) }
    },
    {
      name: 'libp2p-only-in-network',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(network|protocols)/' },
      to: { path: packages(LIBP2P) }
    },
    {
      name: 'libp2p-types-only-in-protocols',
      severity: 'error',
      from: { path: '^src/protocols/' },
      to: { path: packages(LIBP2P), dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'webrtc-only-in-network',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/network/' },
      to: { path: packages(['node-datachannel']) }
    },
    {
      name: 'webrtc-loads-late',
      comment: 'native code of 9 MB, for those alone who are reached through a relay',
      severity: 'error',
      from: { path: '^src/network/' },
      to: { path: packages(['node-datachannel']), dynamic: false, dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'infrastructure-never-reaches-people',
      comment: 'a process that serves others must not even hold the code that knows contacts and plaintext',
      severity: 'error',
      from: { path: '^src/infra\\.ts$' },
      to: { path: '^src/messenger/', reachable: true }
    },
    {
      name: 'only-main-chooses-the-process',
      comment: 'main.ts loads the one of the two that is asked for, when it is asked for; index.ts embeds a user node',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|index)\\.ts$' },
      to: { path: '^src/(daemon|infra)\\.ts$' }
    },
    {
      name: 'main-loads-late',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/(daemon|infra)\\.ts$', dynamic: false }
    },
    {
      name: 'roots-are-not-imported',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/(main|index)\\.ts$' }
    },
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: `^src/messenger/${any(FEATURES)}(\\.ts$|/)` },
      to: { path: `^src/messenger/${any(FEATURES)}(\\.ts$|/)`, pathNot: '^src/messenger/$1(\\.ts$|/)' }
    },
    {
      name: 'core-knows-no-feature',
      comment: 'features register with the core where wiring.ts puts the messenger together',
      severity: 'error',
      from: {
        path: '^src/messenger/',
        pathNot: `^src/messenger/((messenger|chats|group-links|venues|parts|wiring)\\.ts|${any(FEATURES)}(\\.ts$|/))`
      },
      to: { path: `^src/messenger/${any(FEATURES)}(\\.ts$|/)` }
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' }
    },
    {
      name: 'no-circles',
      comment: 'a file that is loaded when it is needed (the catalogue of commands does so) may know who loads it',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } }
    },
    { name: 'no-dead-imports', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A type is knowledge too; and an `import type` disappears from what the compiler puts out.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] }
  }
}
