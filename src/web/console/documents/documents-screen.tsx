import { useMayWork } from '../account.ts'
import { hrefOf } from '../address.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { BuildBar } from '../knowledge/build-bar.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { type DocumentsText, documentsText } from './documents-text.ts'
import { UploadForm } from './upload-form.tsx'
import { useDocuments, type Version } from './use-documents.ts'

type Listed = { document: string; title: string; versions: Version[] }

/** The documents with their versions, and where a new one begins. */
export function DocumentsScreen() {
  const words = useWords(documentsText)
  const text = useText()
  const mayWork = useMayWork()
  const documents = useDocuments()
  return (
    <div className="stack">
      <h1>{text.screens.documents}</h1>
      <p>{words.intro}</p>
      <BuildBar />
      <p>
        <a href={hrefOf('/recalls')}>{words.recalls}</a>
      </p>
      <Loaded of={documents}>
        {({ versions, packaged }) => {
          const listed = byDocument(versions, packaged)
          return (
            <>
              {mayWork && <UploadForm known={listed} />}
              {listed.map((each) => (
                <DocumentPart key={each.document} {...each} />
              ))}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

type Packaged = { document: string; fields: { title: string } }

/** Under the title of the version in use. */
function byDocument(versions: Version[], packaged: Packaged[]): Listed[] {
  const ids = [
    ...packaged.map(({ document }) => document),
    ...versions.map((each) => each.document),
  ]
  return [...new Set(ids)].map((document) => {
    const own = versions.filter((each) => each.document === document)
    const shown = own.find(({ state }) => state === 'published') ?? own[0]
    const base = packaged.find((each) => each.document === document)
    const title = shown?.fields.title ?? base?.fields.title ?? document
    return { document, title, versions: own }
  })
}

function DocumentPart({ title, versions }: Listed) {
  const words = useWords(documentsText)
  return (
    <section className="card stack">
      <h2>{title}</h2>
      <PlainTable
        caption={`${words.versions}: ${title}`}
        empty={words.noVersions}
        rows={versions}
        keyOf={({ id }) => id}
        columns={[
          {
            head: words.columns.version,
            cell: ({ id, number, origin }) => (
              <>
                <a href={hrefOf(`/documents/${id}`)}>{words.number(number)}</a>{' '}
                <span className="muted">{origin === 'upload' ? '' : words[origin]}</span>
              </>
            ),
          },
          { head: words.columns.state, cell: ({ state }) => words.states[state] },
          { head: words.columns.status, cell: ({ fields }) => words.statuses[fields.status] },
          { head: words.columns.days, cell: (version) => tellDays(version, words) },
          { head: words.columns.by, cell: (version) => tellPeople(version, words) },
        ]}
      />
    </section>
  )
}

function tellDays({ fields }: Version, words: DocumentsText): string {
  const { effectiveOn, endedOn } = fields
  const parts = [effectiveOn && words.from(effectiveOn), endedOn && words.until(endedOn)]
  return parts.filter(Boolean).join(' ') || '—'
}

function tellPeople({ uploader, publisher }: Version, words: DocumentsText): string {
  const parts = [uploader && words.uploadedBy(uploader), publisher && words.publishedBy(publisher)]
  return parts.filter(Boolean).join(' · ') || '—'
}
