import { fold } from '../shared/text.ts'

const MARKS =
  /请(?:您|务必|帮忙|予以)?(?:严格)?保密|(?:内容|信息|情况|方案|技术|材料|事情|这事|此事)(?:需要|需|要|请|应)?保密|涉密|不要(?:外传|泄露|告诉别人|给别人看|公开)|别(?:外传|泄露|告诉别人)|(?:还|尚|仍)?(?:未|没|没有)(?:有)?(?:对外)?公开(?:的|过)|不便公开|confidential|keep (?:this|it) (?:secret|private|between us)|unpublished/iu

/** What an asker wants kept secret never reaches an outside model (DESIGN §2.7, BAR C20). */
export function asksConfidentiality(text: string): boolean {
  return MARKS.test(fold(text))
}
