import { Button } from 'antd'

type Props = {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  /** What the button says. */
  words: string
}

/** Below rows that come page by page: brings the next ones, while there are any. */
export function FurtherPage({ of: pages, words }: Props) {
  if (!pages.hasNextPage) return null
  return (
    <div>
      <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {words}
      </Button>
    </div>
  )
}
