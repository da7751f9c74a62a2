/**
 * An internet of its own, in network namespaces: computers on public addresses, and homes behind routers of the kinds
 * that people have. Nothing leaves it. Its addresses count as public to nobyte, and every home has the same private
 * ones, as most homes do. Needs root, iproute2 and nftables.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'

/**
 * What stands between a home and the internet (RFC 4787's words in brackets):
 * - none: a public address of its own
 * - full-cone: whoever knows a port that the home has sent from reaches the home there (endpoint-independent filtering)
 * - port-restricted: only whom the home has sent to answers (address and port-dependent filtering); Linux's usual one
 * - symmetric: and every new destination sees another port (address and port-dependent mapping)
 */
export const ROUTERS = ['none', 'full-cone', 'port-restricted', 'symmetric'] as const
export type Router = typeof ROUTERS[number]

export interface Computer {
  /** the command to run something on it with */
  through: string[]
  /** the same on the router before it; a computer without one is its own */
  router: string[]
  /** what the internet sees it as; of a home, its router's address */
  ip4?: string
  /** its own: IPv6 is not translated, but a home's router lets in only answers */
  ip6?: string
}

interface Versions {
  ip4?: boolean
  ip6?: boolean
}

const HOME_ROUTER = '192.168.1.1'
const HOME_COMPUTER = '192.168.1.2'

export class Internet implements Disposable {
  readonly #name = `nb${randomBytes(3).toString('hex')}`
  readonly #made: string[] = []
  readonly #core: string
  #lines = 0

  constructor () {
    this.#core = this.#add('core')
    run(this.#core, ['sh'], FORWARD)
  }

  /** A computer on public addresses. */
  server (versions: Versions = {}): Computer {
    return this.home('none', versions)
  }

  /** A computer at somebody's home. */
  home (router: Router, versions: Versions = {}): Computer {
    const line = ++this.#lines
    const outer = this.#connect(line, versions)
    if (router === 'none') return outer
    const inner = this.#add(`home${line}`)
    const gateway = outer.through.at(-1)!
    const lan = outer.ip6 && `${block(line)}01::`
    ip(gateway,
      `link add lan type veth peer name eth0 netns ${inner}`,
      'link set lan up',
      ...(outer.ip4 ? [`address add ${HOME_ROUTER}/24 dev lan`] : []),
      ...(lan ? [`address add ${lan}1/64 dev lan`] : []))
    ip(inner,
      'link set lo up', 'link set eth0 up',
      ...(outer.ip4 ? [`address add ${HOME_COMPUTER}/24 dev eth0`, `route add default via ${HOME_ROUTER}`] : []),
      ...(lan ? [`address add ${lan}2/64 dev eth0`, `route add ::/0 via ${lan}1`] : []))
    run(gateway, ['sh'], FORWARD)
    run(gateway, ['nft', '-f', '-'], rules(router))
    return { ...outer, through: through(inner), router: outer.through, ...(lan ? { ip6: `${lan}2` } : {}) }
  }

  [Symbol.dispose] (): void {
    for (const namespace of this.#made.splice(0)) execFileSync('ip', ['netns', 'delete', namespace])
  }

  /** Each line is a network of its own, so that nobody counts as anybody's neighbour. */
  #connect (line: number, { ip4 = true, ip6 = false }: Versions): Computer {
    const computer = this.#add(`line${line}`)
    const four = `9.${line}.1`
    ip(this.#core,
      `link add line${line} type veth peer name wan netns ${computer}`,
      `link set line${line} up`,
      ...(ip4 ? [`address add ${four}.254/24 dev line${line}`] : []),
      ...(ip6 ? [`address add ${block(line)}00::fe/64 dev line${line}`, `route add ${block(line)}00::/56 via ${block(line)}00::1`] : []))
    ip(computer,
      'link set lo up', 'link set wan up',
      ...(ip4 ? [`address add ${four}.1/24 dev wan`, `route add default via ${four}.254`] : []),
      ...(ip6 ? [`address add ${block(line)}00::1/64 dev wan`, `route add ::/0 via ${block(line)}00::fe`] : []))
    return {
      through: through(computer),
      router: through(computer),
      ...(ip4 ? { ip4: `${four}.1` } : {}),
      ...(ip6 ? { ip6: `${block(line)}00::1` } : {})
    }
  }

  #add (name: string): string {
    const namespace = `${this.#name}-${name}`
    execFileSync('ip', ['netns', 'add', namespace])
    this.#made.push(namespace)
    run(namespace, ['sh'], WITHOUT_DETECTION)
    return namespace
  }
}

/** a /56, as providers give to a home: two digits short of a /64 */
const block = (line: number): string => `2a00:9:0:${line.toString(16)}`

const through = (namespace: string): string[] => ['ip', 'netns', 'exec', namespace]

function run (namespace: string, command: string[], input: string): void {
  execFileSync('ip', ['netns', 'exec', namespace, ...command], { input, stdio: ['pipe', 'ignore', 'pipe'] })
}

function ip (namespace: string, ...commands: string[]): void {
  execFileSync('ip', ['-n', namespace, '-batch', '-'], { input: commands.join('\n'), stdio: ['pipe', 'ignore', 'pipe'] })
}

const FORWARD = 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
/** An IPv6 address would otherwise be of no use for a second, while the computer asks whether somebody else has it. */
const WITHOUT_DETECTION = 'echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad'

/** What a router does, for nft. Whoever was not asked is not answered, on IPv6 as well. */
const rules = (router: Exclude<Router, 'none'>): string => `
table ip nat {
  set mapped { type inet_service; flags dynamic, timeout; timeout 5m; }
  chain sent { type filter hook forward priority filter; iifname "lan" meta l4proto udp update @mapped { udp sport }; }
  chain postrouting { type nat hook postrouting priority srcnat; oifname "wan" masquerade ${router === 'symmetric' ? 'fully-random' : ''}; }
  ${router === 'full-cone'
    ? `chain prerouting { type nat hook prerouting priority dstnat; iifname "wan" udp dport @mapped dnat to ${HOME_COMPUTER}; }`
    : ''}
}
table inet firewall {
  chain forward { type filter hook forward priority filter; ct status dnat accept; iifname "wan" ct state new drop; }
  chain input { type filter hook input priority filter; iifname "wan" ct state new drop; }
}`
