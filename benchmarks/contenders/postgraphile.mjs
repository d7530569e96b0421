// PostGraphile 5 on PostgreSQL: node postgraphile.mjs CONNECTION PORT
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'

const [connectionString, port] = process.argv.slice(2)
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ['public'] })],
  grafserv: { port: Number(port), graphiql: false },
  grafast: { explain: false }
})
const server = createServer()
const serv = pgl.createServ(grafserv)
await serv.addTo(server)
server.listen(Number(port), '127.0.0.1')
