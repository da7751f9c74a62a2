/** When topics are loaded and started: with the first that somebody wants to join. */
import type { Libp2p } from 'libp2p'
import { AppError } from '../base/errors.ts'
import type { startTopics, TopicParts, Topics } from './topics.ts'

export function keepTopics (
  libp2p: Pick<Libp2p, 'addEventListener'>, parts: TopicParts
): { topics: () => Promise<Topics>, stop: () => Promise<void> } {
  let starting: ReturnType<typeof startTopics> | undefined
  let isStopped = false

  async function start (): ReturnType<typeof startTopics> {
    const topics = await (await import('./topics.ts')).startTopics(parts)
    libp2p.addEventListener('peer:disconnect', ({ detail }) => { topics.left(detail) })
    return topics
  }

  return {
    async topics () {
      if (isStopped) throw new AppError('ABORTED', 'this node is stopping')
      return await (starting ??= start())
    },
    async stop () {
      isStopped = true
      await starting?.then(async topics => { await topics.stop() }, () => {})
    }
  }
}
