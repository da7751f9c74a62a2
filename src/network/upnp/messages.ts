/**
 * What a home router and a computer behind it say to each other when the computer asks to be let in (UPnP's Internet
 * Gateway Device, versions 1 and 2). Anybody on the local network may answer in the router's place: everything is
 * bounded before it is looked at, and no XML is parsed, only a few known elements are found in it.
 */
import { toText, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { isPrivateHost } from '../addresses.ts'

const MAX_SEARCH_ANSWER_BYTES = 2048
export const MAX_DOCUMENT_BYTES = 64 * 1024
const MAX_SERVICES = 64
const MAX_URL_LENGTH = 256

/** of routers, the newest last: some answer only to the one that they know */
const GATEWAYS = ['urn:schemas-upnp-org:device:InternetGatewayDevice:1', 'urn:schemas-upnp-org:device:InternetGatewayDevice:2']
const CONNECTION = /^urn:schemas-upnp-org:service:WAN(?:IP|PPP)Connection:[12]$/

/** Where a router takes orders. */
export interface Control {
  url: URL
  service: string
}

/** Questions for every router of a local network, to be sent to all at once. */
export const searches = (): Bytes[] => GATEWAYS.map(target => utf8([
  'M-SEARCH * HTTP/1.1', 'HOST: 239.255.255.250:1900', 'MAN: "ssdp:discover"', 'MX: 1', `ST: ${target}`, '', ''
].join('\r\n')))

/**
 * Where a router describes itself; undefined for what is no router's answer. It may speak for itself only: otherwise
 * whoever answers could have this computer ask any other for anything.
 */
export function readSearchAnswer (packet: Uint8Array, sender: string): URL | undefined {
  if (packet.byteLength > MAX_SEARCH_ANSWER_BYTES) return undefined
  const [status, ...lines] = toText(packet).split('\r\n')
  if (!/^HTTP\/1\.[01] 200\b/.test(status ?? '')) return undefined
  const fields = new Map(lines.map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  }))
  return GATEWAYS.includes(fields.get('st') ?? '') ? ownUrl(fields.get('location') ?? '', sender) : undefined
}

/** @returns undefined: it describes no connection to the internet. @param base where the description came from */
export function readDescription (document: Uint8Array, base: URL): Control | undefined {
  if (document.byteLength > MAX_DOCUMENT_BYTES) return undefined
  for (const part of toText(document).split('<service>').slice(1, MAX_SERVICES)) {
    const service = element(part, 'serviceType')
    const url = ownUrl(element(part, 'controlURL') ?? '', base.hostname, base)
    if (service !== undefined && CONNECTION.test(service) && url !== undefined) return { url, service }
  }
  return undefined
}

/** A request's headers and body. The arguments are numbers, addresses and words of our own: none of them needs escaping. */
export function order (
  service: string, action: string, fields: Record<string, string | number>
): { headers: Record<string, string>, body: string } {
  const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`).join('')
  return {
    headers: { 'content-type': 'text/xml; charset="utf-8"', soapaction: `"${service}#${action}"` },
    body: '<?xml version="1.0"?>\r\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ' +
      's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>' +
      `<u:${action} xmlns:u="${service}">${inside}</u:${action}></s:Body></s:Envelope>\r\n`
  }
}

/** UPnP's own numbers, as far as something can be done about them. */
export const FAULTS = { notThere: 714, conflict: 718, onlyForEver: 725 } as const

/** The number of the fault that an answer tells of; 0: none that is known. */
export function faultOf (document: Uint8Array): number {
  const code = element(toText(document.subarray(0, MAX_DOCUMENT_BYTES)), 'errorCode') ?? ''
  return /^\d{1,4}$/.test(code) ? Number(code) : 0
}

/**
 * The address that the internet sees the router at.
 * @throws AppError PROTOCOL: none; REFUSED: the router is itself behind another one
 */
export function readExternalAddress (document: Uint8Array): string {
  const address = element(toText(document.subarray(0, MAX_DOCUMENT_BYTES)), 'NewExternalIPAddress') ?? ''
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || address.split('.').some(part => Number(part) > 255)) {
    throw new AppError('PROTOCOL', 'the router did not say which address it has on the internet')
  }
  if (isPrivateHost(address)) {
    throw new AppError('REFUSED', 'the router is itself behind another router, which would have to let others in as well', {
      hint: 'people are still reached through relays'
    })
  }
  return address
}

/** A plain web address at this very host. */
function ownUrl (text: string, host: string, base?: URL): URL | undefined {
  if (text === '' || text.length > MAX_URL_LENGTH || !URL.canParse(text, base?.href)) return undefined
  const url = new URL(text, base?.href)
  return url.protocol === 'http:' && url.hostname === host && url.username === '' && isPrivateHost(host) ? url : undefined
}

/** What stands in the first element of this name, whatever its namespace or attributes. */
function element (text: string, name: string): string | undefined {
  const [, value] = new RegExp(`<(?:[A-Za-z]\\w{0,15}:)?${name}(?:\\s[^<>]{0,200})?>([^<>]{0,${MAX_URL_LENGTH}})</`).exec(text) ?? []
  return value?.trim()
}
