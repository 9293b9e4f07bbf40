import { bearsStateSecretMark } from '../../shared/state-secret.ts'
import { fold, stripHidden } from '../../shared/text.ts'
import type { RawDocument } from './raw-document.ts'
import { UploadRefused } from './refuse.ts'

const LEVEL = '(?:[绝絕] ?密|[机機秘] ?密)(?: ?[级級])?'
const ALONE = new RegExp(`^[[({【〔《]?${LEVEL}(?:文件|资料|資料|件)?[\\])}】〕》]?$`, 'u')
const IN_NAME = new RegExp(
  `^${LEVEL}(?:文件|资料|資料)?[-_ .·+(【\\[]|[[({【〔《]${LEVEL}[\\])}】〕》]`,
  'u',
)
/** Marks are put at the head of the first page (GB/T 9704, 7.2.2). */
const HEAD_LINES = 3
/** Longer lines are sentences; shorter ones may be pieces of a mark that was set in several lines or cells. */
const LONGEST_PIECE = 12

/**
 * Stops a file with a secrecy mark (保密法 and its rules; DESIGN §2, 7), wherever in it the mark stands.
 * A level alone counts where it can only be a mark: in margins, watermarks, properties, at the head.
 * @throws UploadRefused
 */
export function refuseStateSecret({ said, apart }: Pick<RawDocument, 'said' | 'apart'>): void {
  const alone = [...apart, ...said.slice(0, HEAD_LINES)]
  const isMarked =
    [...apart, ...said, ...piecesOf(said)].some(bearsStateSecretMark) || alone.some(isLevelAlone)
  if (isMarked) throw new UploadRefused('upload_state_secret')
}

/** @throws UploadRefused when the name of the file bears a mark, as in `机密_方案.docx` or `方案【秘密】.pdf` */
export function refuseSecretName(fileName: string): void {
  const name = folded(fileName)
  if (
    bearsStateSecretMark(fileName) ||
    IN_NAME.test(name) ||
    isLevelAlone(name.replace(/\.\w+$/, ''))
  )
    throw new UploadRefused('upload_state_secret')
}

const folded = (text: string): string => fold(stripHidden(text)).replace(/\s+/gu, ' ').trim()

const isLevelAlone = (text: string): boolean => text.length < 30 && ALONE.test(folded(text))

function* piecesOf(said: readonly string[]): Generator<string> {
  let pieces: string[] = []
  for (const text of said) {
    if (text.length <= LONGEST_PIECE) {
      pieces.push(text)
      continue
    }
    if (pieces.length > 1) yield pieces.join(' ')
    pieces = []
  }
  if (pieces.length > 1) yield pieces.join(' ')
}
