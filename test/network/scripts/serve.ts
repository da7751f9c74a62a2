/** An infrastructure node in a process of its own: prints what it says when it is ready, stops on SIGTERM. */
import { silentLog } from '../../../src/base/log.ts'
import { startInfrastructure } from '../../../src/infra.ts'

const [home, networkFile, listen, durable] = process.argv.slice(2)
const infrastructure = await startInfrastructure({
  home: home!, networkFile: networkFile!, listen: [listen!], durable: durable === 'durable', log: silentLog
})
console.log(JSON.stringify({ peerId: infrastructure.peerId, addresses: infrastructure.addresses }))
process.once('SIGTERM', () => {
  infrastructure.stop().then(() => { process.exit(0) }, () => { process.exit(1) })
})
