import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect } from 'vitest'
import { readContact, writeContact } from '../../src/cases/contacts.ts'
import * as schema from '../../src/db/schema/index.ts'
import { toRow } from '../../src/experts/enter-expert.ts'
import { readExpert } from '../../src/experts/read-expert.ts'
import { reseal } from '../../src/operation/reseal.ts'
import { checkMasterKey, referenceToAsker } from '../../src/security/asker-keys.ts'
import { createFieldCipher } from '../../src/security/field-cipher.ts'
import { contextOf, sealedFields } from '../../src/security/sealed-fields.ts'
import { newId, sha256 } from '../../src/shared/ids.ts'
import { sealContact } from '../../src/ledger/contacts.ts'
import { writeParticipant } from '../../src/training/contacts.ts'
import { enter, plantAccount, plantOrganisations } from '../accounts/staff.ts'
import { as, askerIdOf, plantCase, plantTurn } from '../feedback/plant.ts'
import { createApp } from '../../src/app.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { plantEnterprise } from '../ledger/plant.ts'
import { plantRegistration, plantTraining } from '../training/plant.ts'

/** That of the tests is of sevens. */
const OLD = new Uint8Array(32).fill(7)
const NEW = new Uint8Array(32).fill(9)
const OTHER = new Uint8Array(32).fill(3)

/** One value in every sealed column, through the door where there is one. */
async function plantEverything(deps: TestDeps, app: ReturnType<typeof createApp>) {
  const { db, cipher, now } = deps
  const { city } = await plantOrganisations(deps)
  const account = await plantAccount(deps, { role: 'administrator', organisationId: city })
  await db.update(schema.accounts).set({
    sealedEmail: await cipher.seal('li@example.cn', contextOf.accountEmail(account.id)),
    pendingTotpSecret: schema.accounts.sealedTotpSecret,
  })
  const trainingId = newId()
  await plantTraining(deps, {
    id: trainingId,
    organisationId: city,
    createdBy: account.id,
    sealedCode: await cipher.seal('123456', contextOf.trainingCode(trainingId)),
  })
  const registrationId = await plantRegistration(deps, { trainingId })
  const participant = { name: '陈一', telephone: '13911112222' }
  await writeParticipant(db, cipher, { registrationId, participant })
  const enterpriseId = await plantEnterprise(deps, { organisationId: city, createdBy: account.id })
  await db
    .insert(schema.enterpriseContacts)
    .values(await sealContact(cipher, enterpriseId, { name: '陈一', contact: '13911112222' }))
  const expertId = newId()
  const person = { name: '赵', employer: '某所', email: 'zhao@example.cn', phone: '13800000000' }
  const standing = { qualification: '律师', years: 5, recommendedBy: '', filingNumber: null }
  const lists = { fields: [], industries: [], districts: [], clients: [], competitors: [] }
  const expert = {
    ...person,
    ...standing,
    ...lists,
    languages: ['zh'],
    capacity: 2,
    consented: true,
  }
  await db
    .insert(schema.experts)
    .values(await toRow(cipher, expert, { id: expertId, organisationId: city, at: now() }))
  const asker = await begin(app)
  const { id: caseId } = await plantCase(deps, { conversationId: asker.id, organisationId: city })
  await writeContact(db, cipher, caseId, { name: '陈一', contact: '13911112222' })
  const complaint = { kind: 'complaint', text: '太慢', contact: '13700000000' }
  expect((await as(app, asker)('POST', '/api/complaints', complaint)).status).toBe(201)
  const { number } = await plantTurn(deps, asker.id)
  await db.insert(schema.enteredConsultations).values({
    consultation: number,
    organisationId: city,
    enteredBy: account.id,
    enteredAt: now(),
    minutes: 5,
    solved: true,
    confidential: false,
    sealedContact: await cipher.seal('13611112222', contextOf.enteredContact(String(number))),
    version: 1,
    entryKey: newId(),
  })
  const invitationId = newId()
  await db.insert(schema.invitations).values({
    id: invitationId,
    codeHash: await sha256('code'),
    sealedCode: await cipher.seal('code', contextOf.invitationCode(invitationId)),
    role: 'expert',
    expertId,
    createdAt: now(),
    expiresAt: now(),
  })
  return { person: account, expertId, caseId, asker }
}

test('every sealed column of the database is on the list of what is sealed anew', () => {
  const listed = sealedFields.map(({ table, column }) => `${getTableName(table)}.${column.name}`)
  const columns = Object.values<unknown>(schema).flatMap((table) =>
    is(table, PgTable)
      ? Object.values(getTableColumns(table)).map(({ name }) => `${getTableName(table)}.${name}`)
      : [],
  )
  expect(columns.filter((name) => /\.(?:sealed|.*totp_secret)/.test(name)).toSorted()).toEqual(
    listed.toSorted(),
  )
})

test('after a change of the master key everything is sealed anew, and the former key is needed no longer', async ({
  app,
  deps,
}) => {
  const { db } = deps
  const { person, expertId, caseId, asker } = await plantEverything(deps, app)
  const askerId = await askerIdOf(deps, asker.id)
  const reference = await referenceToAsker(db, deps.cipher, askerId)
  const both = createFieldCipher(NEW, [OLD])
  expect(await readContact(db, both, caseId)).toMatchObject({ name: '陈一' })
  const { fields, unreadable, left } = await reseal({ db, cipher: both })
  const untouched = Object.keys(fields).filter((name) => fields[name] === 0)
  // Those of WeChat hold nothing in this test.
  expect(untouched.filter((name) => !name.startsWith('wechat_'))).toEqual([])
  expect([unreadable, left]).toEqual([[], 0])

  const alone = createFieldCipher(NEW)
  await checkMasterKey(db, alone)
  expect(await readContact(db, alone, caseId)).toEqual({ name: '陈一', contact: '13911112222' })
  expect(await referenceToAsker(db, alone, askerId)).toBe(reference)
  const viewer = { role: 'administrator', organisationPath: null } as never
  expect(await readExpert({ db, cipher: alone }, viewer, expertId)).toMatchObject({
    email: 'zhao@example.cn',
    phone: '13800000000',
  })
  // Who had set up an app signs in as before.
  deps.cipher = alone
  await enter(
    deps,
    createApp(() => deps),
    person,
  )
  await expect(readContact(db, createFieldCipher(OLD), caseId)).rejects.toThrow('unknown_key')
})

test('stopped half way it goes on, and run again it does nothing', async ({ app, deps }) => {
  const { db } = deps
  await plantEverything(deps, app)
  const cipher = createFieldCipher(NEW, [OLD])
  let opened = 0
  const failing = {
    ...cipher,
    open: async (sealed: string, context: string) => {
      opened += 1
      if (opened > 4) throw new Error('the process ends')
      return cipher.open(sealed, context)
    },
  }
  await expect(reseal({ db, cipher: failing })).rejects.toThrow('the process ends')
  await checkMasterKey(db, cipher)
  // Something is still of the former key, and without it the service would not start.
  await expect(checkMasterKey(db, createFieldCipher(NEW))).rejects.toThrow('not that of this')
  expect((await reseal({ db, cipher })).left).toBe(0)
  const again = await reseal({ db, cipher })
  expect(Object.values(again.fields).every((rows) => rows === 0)).toBe(true)
})

test('what neither key opens is named and left as it is, and the rest is done', async ({
  app,
  deps,
}) => {
  const { db } = deps
  const { caseId } = await plantEverything(deps, app)
  const foreign = await createFieldCipher(OTHER).seal(
    '甲',
    contextOf.caseContact(caseId, 'address'),
  )
  await db.insert(schema.caseContacts).values({ caseId, field: 'address', sealed: foreign })
  const { unreadable, left } = await reseal({ db, cipher: createFieldCipher(NEW, [OLD]) })
  expect([unreadable, left]).toEqual([[`case_contacts.sealed ${caseId} address`], 1])
  const rows = await db.select().from(schema.caseContacts)
  expect(rows.map(({ sealed }) => sealed)).toContain(foreign)
})

test('a row that is written while it is sealed anew keeps what was written', async ({
  app,
  deps,
}) => {
  const { db } = deps
  const { caseId } = await plantEverything(deps, app)
  const cipher = createFieldCipher(NEW, [OLD])
  const slow = {
    ...cipher,
    seal: async (plain: string, context: string) => {
      if (plain === '陈一') await writeContact(db, cipher, caseId, { name: '陈二' })
      return cipher.seal(plain, context)
    },
  }
  expect((await reseal({ db, cipher: slow })).left).toBe(0)
  expect(await readContact(db, createFieldCipher(NEW), caseId)).toMatchObject({ name: '陈二' })
})
