import { aliasedTable, asc, desc, eq, getTableColumns, ne } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { accounts, documentVersions } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { packagedFiles } from '../knowledge/edits/list-edits.ts'
import { DocumentHeader } from '../knowledge/schemas.ts'
import { readPackaged } from './keep-packaged.ts'
import { UploadRecord } from './upload-record.ts'
import { fieldsOf } from './version-fields.ts'

const uploader = aliasedTable(accounts, 'uploader')
const editor = aliasedTable(accounts, 'editor')
const publisher = aliasedTable(accounts, 'publisher')
const ender = aliasedTable(accounts, 'ender')

const { body, bodyHash, revision, ...columns } = getTableColumns(documentVersions)

const versions = (db: Database) =>
  db
    .select({
      ...columns,
      uploader: uploader.name,
      editor: editor.name,
      publisher: publisher.name,
      ender: ender.name,
    })
    .from(documentVersions)
    .leftJoin(uploader, eq(uploader.id, documentVersions.uploadedBy))
    .leftJoin(editor, eq(editor.id, documentVersions.editedBy))
    .leftJoin(publisher, eq(publisher.id, documentVersions.publishedBy))
    .leftJoin(ender, eq(ender.id, documentVersions.endedBy))

export type ListedVersion = Awaited<ReturnType<typeof listVersions>>[number]

/** Every version that was not thrown away, by document, the newest first. */
export async function listVersions(db: Database) {
  const rows = await versions(db)
    .where(ne(documentVersions.state, 'discarded'))
    .orderBy(asc(documentVersions.document), desc(documentVersions.number))
  return rows.map(describe)
}

export async function readListed(db: Database, id: string) {
  const rows = await versions(db).where(eq(documentVersions.id, id))
  return rows.map(describe)[0]
}

type Row = Awaited<ReturnType<typeof versions>>[number]

function describe({ header, upload, ...row }: Row) {
  return {
    ...row,
    fields: fieldsOf(DocumentHeader.parse(header)),
    upload: upload === null ? null : UploadRecord.parse(upload),
  }
}

/** The documents that come with the software, of which no version need be kept yet. */
export async function listPackaged(deps: Pick<Deps, 'packaged'>) {
  return readPackaged(await packagedFiles(deps)).map(({ body, ...header }) => ({
    document: header.id,
    fields: fieldsOf(header),
  }))
}
