// The words of a script's command line. What its file begins with is its help, so that there is one text of both.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/**
 * Reads a script's arguments. `--help` prints its help and ends the process; what makes no sense is said, with exit code 2.
 * @param url of the script, its `import.meta.url`
 * @param config as of `parseArgs`
 * @param check throws where the values make no sense
 */
export function readArguments (url, { options, ...config }, check = () => {}) {
  const path = fileURLToPath(url)
  try {
    const read = parseArgs({ ...config, options: { ...options, help: { type: 'boolean', short: 'h' } } })
    if (read.values.help === true) {
      console.log(helpOf(path))
      process.exit(0)
    }
    check(read)
    return read
  } catch (err) {
    console.error(`${err.message}\nSee: npm run ${basename(path, '.mjs')} -- --help`)
    process.exit(2)
  }
}

const helpOf = path => readFileSync(path, 'utf8').match(/^(?:\/\/.*\n)+/)[0].replaceAll(/^\/\/ ?/gm, '').trimEnd()
