import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { createApp } from '../../src/app.ts'
import { PreviewBody } from '../../src/channels/staff/documents-schemas.ts'
import { withoutQuestions } from '../../src/knowledge/edits/published-edits.ts'
import { readPackagedFiles } from '../../src/packaged.ts'
import { plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import type { TestDeps } from '../support/test-deps.ts'

type App = ReturnType<typeof createApp>

const folder = new URL('../fixtures/documents/', import.meta.url)
export const FINAL = await readFile(new URL('measures-final.md', folder), 'utf8')
export const byHand = z
  .object({ changed: z.record(z.string(), z.string()), removed: z.array(z.string()) })
  .parse(JSON.parse(await readFile(new URL('measures-final.json', folder), 'utf8')))

/** Three people of the city; without what people ask of the units an index is built sooner. */
export async function beginWork(app: App, deps: TestDeps) {
  const light = withoutQuestions(await readPackagedFiles())
  deps.packaged = async () => light
  const { city, west } = await plantOrganisations(deps)
  const staff = async (
    organisationId: string | null,
    role: 'staff' | 'administrator' = 'staff',
  ) => {
    const { id } = await plantAccount(deps, { role, organisationId })
    return { id, ...(await plantSession(deps, id)) }
  }
  return {
    app,
    deps,
    city,
    uploader: await staff(city),
    colleague: await staff(city),
    administrator: await staff(null, 'administrator'),
    elsewhere: await staff(west),
  }
}

/** Moves the clock; everybody signs in again. */
export async function setClock(work: Work, moment: string): Promise<void> {
  work.deps.setClock(moment)
  for (const person of [work.uploader, work.colleague, work.administrator, work.elsewhere]) {
    person.cookie = (await plantSession(work.deps, person.id)).cookie
  }
}

export type Work = Awaited<ReturnType<typeof beginWork>>
type By = { cookie: string }

/** Sends a file as a browser does. */
export function upload(
  { app }: Pick<Work, 'app'>,
  { cookie }: By,
  { text = FINAL, name = 'measures.md', document = 'measures-draft' } = {},
) {
  const form = new FormData()
  form.set('document', document)
  form.set('file', new File([text], name))
  return app.request('/api/staff/documents/uploads', {
    method: 'POST',
    headers: { cookie },
    body: form,
  })
}

const Uploaded = z.object({ id: z.string(), number: z.int() })

export async function uploaded(work: Work, by: By, file: Parameters<typeof upload>[2] = {}) {
  const response = await upload(work, by, file)
  if (response.status !== 201) throw new Error(`not uploaded: ${await response.text()}`)
  return Uploaded.parse(await response.json())
}

export async function preview({ app }: Pick<Work, 'app'>, { cookie }: By, id: string) {
  const response = await send(app, `/documents/versions/${id}`, { cookie })
  return PreviewBody.parse(await response.json())
}

type Step = 'submit' | 'publish' | 'take-back' | 'discard' | 'roll-back'

export async function step({ app }: Pick<Work, 'app'>, { cookie }: By, [id, name]: [string, Step]) {
  const { version } = await preview({ app }, { cookie }, id)
  return post(app, `/documents/versions/${id}/${name}`, { edit: version.edit }, { cookie })
}

/** Submitted, published by a colleague, and in the index. */
export async function publish(work: Work, id: string): Promise<void> {
  const submitted = await step(work, work.uploader, [id, 'submit'])
  if (submitted.status !== 200) throw new Error(`not submitted: ${await submitted.text()}`)
  const published = await step(work, work.colleague, [id, 'publish'])
  if (published.status !== 200) throw new Error(`not published: ${await published.text()}`)
  await work.deps.settled()
}
