#!/usr/bin/env node
/**
 * The bin: a client of a running node, or, for `start --foreground` and `serve`, the node itself. Nothing is imported
 * before the version check, and its syntax is old: an older Node must get as far as saying what is wrong.
 */
import type { Programs } from './cli/programs.ts'

const OLDEST_NODE = [22, 12]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < OLDEST_NODE[0]! || (major === OLDEST_NODE[0]! && minor < OLDEST_NODE[1]!)) {
  process.stderr.write(`nobyte needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 1
} else {
  void main()
}

async function main (): Promise<void> {
  const { createRequire, enableCompileCache } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  // In the program's own folder: whoever can write there could change the program itself. Where it cannot be written,
  // nothing is kept.
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/nobyte', import.meta.url)))
  const { version } = createRequire(import.meta.url)('nobyte/package.json') as { version: string }
  if (process.argv[2] === '__echo' && process.send !== undefined) { // echoing.ts starts it
    const { runEcho } = await import('./echo.ts')
    return await runEcho()
  }
  const { runCommandLine } = await import('./cli/program.ts')
  const programs: Programs = {
    version,
    script: fileURLToPath(import.meta.url),
    async runDaemon ({ page, ...options }) {
      const { runDaemon } = await import('./daemon.ts')
      const built = fileURLToPath(new URL('web', import.meta.url))
      return await runDaemon({ ...options, script: programs.script, ...(page ? { page: built } : {}) })
    },
    async serve ({ home, log, metrics, ...options }) {
      const { prepareHome } = await import('./api/home.ts')
      const { serveInfrastructureApi } = await import('./api/infrastructure.ts')
      const { startInfrastructure } = await import('./infra.ts')
      await prepareHome(home)
      const node = await startInfrastructure({ ...options, home: home.data, log })
      try {
        return await serveInfrastructureApi({ home, node, ...(metrics === undefined ? {} : { metrics }), version, log })
      } catch (err) {
        await node.stop()
        throw err
      }
    },
    async createNetworkFile ({ path, ...options }) {
      const { newNetwork, writeNetworkFile } = await import('./network/networks/descriptors.ts')
      const network = newNetwork(options)
      await writeNetworkFile(path, network, { exclusive: true })
      return { id: network.id, name: network.name }
    },
    async readNetworkFile (path) {
      const { readNetworkFile } = await import('./network/networks/descriptors.ts')
      return { ...await readNetworkFile(path) }
    }
  }
  process.exitCode = await runCommandLine(process.argv.slice(2), programs)
}
