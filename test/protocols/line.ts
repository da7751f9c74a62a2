/** A TCP line to a node that can go dead without either end being told, as when a cable is pulled. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

export interface Line {
  address: string
  silence: () => void
  stop: () => void
}

export async function createLine (to: string): Promise<Line> {
  const port = Number(/\/tcp\/(\d+)/.exec(to)?.[1])
  const sockets: Socket[] = []
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      socket.on('error', () => {})
      sockets.push(socket)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`,
    silence () {
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    stop () {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  }
}
