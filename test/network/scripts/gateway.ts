/**
 * A home router's UPnP: answers searches on its local network, describes itself, and passes ports on with nft for those
 * who ask. Arguments: its address on the local network, its address on the internet, and what kind of router it is:
 * "lasting" (takes no time limits), "taken" (the first port that anybody asks for is taken), "refusing", "behind" (says that
 * its own address is a private one) or "honest". Prints a line when it answers, and one for each order that it was given.
 */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'

const [lan, wan, kind] = process.argv.slice(2)
const [GROUP, PORT, WEB] = ['239.255.255.250', 1900, 5000]
const ROUTER = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1'
const SERVICE = 'urn:schemas-upnp-org:service:WANIPConnection:1'

const say = (line: object): void => { console.log(JSON.stringify(line)) }
const nft = (rules: string): void => { execFileSync('nft', ['-f', '-'], { input: rules }) }

const description = `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>${ROUTER}</deviceType>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>
<controlURL>/l3</controlURL></service></serviceList>
<deviceList><device><serviceList><service><serviceType>${SERVICE}</serviceType>
<serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId><controlURL>/control?WANIPConn1</controlURL></service>
</serviceList></device></deviceList>
</device></root>`

const envelope = (inside: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inside}</s:Body></s:Envelope>`
const fault = (code: number): string => envelope('<s:Fault><faultcode>s:Client</faultcode><detail><UPnPError ' +
  `xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>${code}</errorCode></UPnPError></detail></s:Fault>`)
const done = (action: string, inside = ''): string => envelope(`<u:${action}Response xmlns:u="${SERVICE}">${inside}</u:${action}Response>`)

const open = new Map<string, string>()
let refusals = 0

/** All that are open, anew. */
function forward (): void {
  const rules = [...open].map(([external, to]) => `iifname "wan" tcp dport ${external} dnat to ${to}`)
  // Made, so that it may be deleted.
  nft(`table ip upnp
delete table ip upnp
table ip upnp {
  chain prerouting {
    type nat hook prerouting priority dstnat
    ${rules.join('\n    ')}
  }
}
`)
}

function obey (action: string, body: string): [status: number, answer: string] {
  const value = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? ''
  const external = value('NewExternalPort')
  switch (action) {
    case 'GetExternalIPAddress':
      return [200, done(action, `<NewExternalIPAddress>${kind === 'behind' ? '100.64.3.7' : wan}</NewExternalIPAddress>`)]
    case 'AddPortMapping':
      if (kind === 'refusing') return [500, fault(606)]
      if (kind === 'lasting' && value('NewLeaseDuration') !== '0') return [500, fault(725)]
      if (kind === 'taken' && refusals++ === 0) return [500, fault(718)]
      open.set(external, `${value('NewInternalClient')}:${value('NewInternalPort')}`)
      break
    case 'DeletePortMapping':
      if (!open.delete(external)) return [500, fault(714)]
      break
    default: return [500, fault(401)]
  }
  forward()
  say({ action, external: Number(external), lease: Number(value('NewLeaseDuration')), open: open.size })
  return [200, done(action)]
}

createServer((request, response) => {
  let body = ''
  request.on('data', chunk => { body += String(chunk) })
  request.on('end', () => {
    const action = /#(\w+)"$/.exec(String(request.headers.soapaction ?? ''))?.[1]
    const [status, answer] = action === undefined ? [200, description] : obey(action, body)
    response.writeHead(status, { 'content-type': 'text/xml' }).end(answer)
  })
}).listen(WEB, lan, () => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.on('message', (packet, { port, address }) => {
    if (!String(packet).includes(`ST: ${ROUTER}\r\n`)) return
    const answer = ['HTTP/1.1 200 OK', 'CACHE-CONTROL: max-age=120', `ST: ${ROUTER}`, `LOCATION: http://${lan}:${WEB}/rootDesc.xml`, '', '']
    socket.send(answer.join('\r\n'), port, address)
  })
  socket.bind(PORT, () => {
    socket.addMembership(GROUP, lan)
    say({ ready: true })
  })
})
