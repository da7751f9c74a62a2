/** The API's own description, as OpenRPC, made from the schema that also validates. */
import { z } from 'zod'
import { methods, type MethodName } from './schema.ts'
import { apiEvent } from './schema/messages.ts'

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

export function describeMethods (names: MethodName[]): Record<string, unknown> {
  return {
    openrpc: '1.3.2',
    info: { title: 'nobyte', version: '1.0.0', description: 'JSON-RPC 2.0 over a Unix socket, one frame a line, parameters by name' },
    methods: names.filter(name => Object.hasOwn(methods, name)).map(describeMethod),
    components: { schemas: { Event: jsonSchema(apiEvent, 'output'), Error: ERROR } }
  }
}

function describeMethod (name: MethodName): Record<string, unknown> {
  const { summary, params, result } = methods[name]
  const { properties = {}, required = [] } = jsonSchema(params, 'input') as { properties?: Record<string, object>, required?: string[] }
  return {
    name,
    summary,
    paramStructure: 'by-name',
    params: Object.entries(properties).map(([param, schema]) => ({ name: param, required: required.includes(param), schema })),
    result: { name: 'result', schema: jsonSchema(result, 'output') },
    errors: [{ code: -32000, message: 'An error with a stable code in data.code', data: { $ref: '#/components/schemas/Error' } }]
  }
}

const ERROR = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string', description: 'stable, for scripts' },
    hint: { type: 'string', description: 'what to do now' },
    details: {},
    retryAfterMs: { type: 'number' }
  }
}
