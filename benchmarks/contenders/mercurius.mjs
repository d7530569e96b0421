// mercurius with graphql-jit and loaders on PostgreSQL: node mercurius.mjs CONNECTION PORT
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const [connectionString, port] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 4 })
const schema = `
  type Paper { id: ID! title: String! year: Int }
  type Value { lo: Float mid: Float hi: Float unit: String! }
  type Reading { id: ID! quantity: String! printed: String! qualifier: String! value: Value! claim: String! where: String! }
  type Electrolyte { id: ID! written: String family: String! paper: Paper! readings(first: Int): [Reading!]! }
  type Query { electrolytes(family: String!, first: Int!): [Electrolyte!]! }
`
const resolvers = {
  Query: {
    electrolytes: async (_, { family, first }) =>
      (await pool.query('SELECT id, written, family, paper_id FROM electrolyte WHERE family = $1 AND sigma25 >= 0.01 ORDER BY sigma25 DESC LIMIT $2', [family, first])).rows
  }
}
const loaders = {
  Electrolyte: {
    async paper (queries) {
      const ids = queries.map(q => q.obj.paper_id)
      const { rows } = await pool.query('SELECT id, title, year FROM paper WHERE id = ANY($1)', [ids])
      const by = new Map(rows.map(row => [row.id, row]))
      return ids.map(id => by.get(id))
    },
    async readings (queries) {
      const ids = queries.map(q => q.obj.id)
      const { rows } = await pool.query(`SELECT * FROM (SELECT id, quantity, printed, qualifier, value_lo, value_mid, value_hi, unit, claim, place, electrolyte_id,
        row_number() OVER (PARTITION BY electrolyte_id ORDER BY id) AS n FROM reading WHERE electrolyte_id = ANY($1)) q WHERE n <= $2`, [ids, queries[0].params.first])
      const by = new Map(ids.map(id => [id, []]))
      for (const r of rows) {
        by.get(r.electrolyte_id).push({ id: r.id, quantity: r.quantity, printed: r.printed, qualifier: r.qualifier, claim: r.claim, where: r.place,
          value: { lo: r.value_lo, mid: r.value_mid, hi: r.value_hi, unit: r.unit } })
      }
      return ids.map(id => by.get(id))
    }
  }
}
const app = Fastify()
app.register(mercurius, { schema, resolvers, loaders, jit: 1 })
await app.listen({ port: Number(port), host: '127.0.0.1' })
