import { Spin } from 'antd'
import { PlainTable } from '../administration/plain-table.tsx'
import type { Column } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { undeliveredText } from './undelivered-text.ts'
import { FurtherPage } from '../further-page.tsx'

/** What was given up, or what will be tried again. */
export type State = 'dead' | 'waiting'

type Pages = {
  error: unknown
  isPending: boolean
  isFetchingNextPage: boolean
  hasNextPage: boolean
  refetch: () => unknown
  fetchNextPage: () => unknown
}

type Props<Row> = {
  pages: Pages
  caption: string
  empty: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
}

/** Rows that come page by page, the newest first. */
export function PagedTable<Row extends { id: string }>({ pages, ...table }: Props<Row>) {
  const { shell } = useText()
  const words = useWords(undeliveredText)
  return (
    <>
      <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Spin aria-label={shell.loading} />}
      {!pages.isPending && pages.error === null && <PlainTable {...table} keyOf={({ id }) => id} />}
      <FurtherPage of={pages} words={words.older} />
    </>
  )
}
