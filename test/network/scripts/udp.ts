/**
 * A UDP socket that sends what each line on stdin says: [host, port, text]. Prints its port, a line when a packet has
 * left, and a line for each that arrives.
 */
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const say = (line: unknown): void => { console.log(JSON.stringify(line)) }

const socket = createSocket(process.argv[2] === '6' ? 'udp6' : 'udp4')
socket.on('message', (packet, { address, port }) => { say({ text: packet.toString(), address, port }) })
socket.bind(0, () => { say({ port: socket.address().port }) })
for await (const line of createInterface({ input: process.stdin })) {
  const [host, port, text] = JSON.parse(line) as [string, number, string]
  socket.send(text, port, host, err => { say({ sent: err === null }) })
}
