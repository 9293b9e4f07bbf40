import { UploadRefused } from '../refuse.ts'
import { readXml, type XmlElement } from './read-xml.ts'
import type { Zip } from './read-zip.ts'

export type Relation = { id: string; type: string; target: string; isExternal: boolean }

const TYPES = '[Content_Types].xml'
const DOCUMENT = 'wordprocessingml.document.main+xml'
const TEMPLATE = 'wordprocessingml.template.main+xml'
const RUNS = /vbaProject|vbaData|macroEnabled|activeX/i
const PROGRAMS = /\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|scr|jar|msi)$/i

/**
 * The path of the part that holds the body (ECMA-376 part 2, 9.3).
 * @throws UploadRefused `upload_not_supported` for other archives, `upload_active_content` with macros or programs
 */
export function findMainPart(zip: Zip): string {
  const types = zip.unpack(TYPES)
  if (!types) throw new UploadRefused('upload_not_supported')
  const declared = readXml(types).children.map(({ attributes }) => attributes['ContentType'] ?? '')
  const runs = [...declared, ...zip.names].some((text) => RUNS.test(text))
  if (runs || zip.names.some((name) => PROGRAMS.test(name)))
    throw new UploadRefused('upload_active_content')
  if (!declared.some((type) => type.endsWith(DOCUMENT) || type.endsWith(TEMPLATE)))
    throw new UploadRefused('upload_not_supported')
  const main = relationsOf(zip, '').find(({ type }) => type === 'officeDocument')
  if (!main || main.isExternal) throw new UploadRefused('upload_damaged')
  return main.target
}

/** What a part points at; `''` is the package itself. The type is the last word of its address. */
export function relationsOf(zip: Zip, part: string): Relation[] {
  const [folder, file] = splitPath(part)
  const bytes = zip.unpack(`${folder}_rels/${file}.rels`)
  if (!bytes) return []
  return readXml(bytes).children.map(({ attributes }) => readRelation(attributes, folder))
}

function readRelation(attributes: XmlElement['attributes'], folder: string): Relation {
  const { Id = '', Type = '', Target = '', TargetMode } = attributes
  const isExternal = TargetMode === 'External'
  const type = Type.slice(Type.lastIndexOf('/') + 1)
  return { id: Id, type, target: isExternal ? Target : resolve(folder, Target), isExternal }
}

function splitPath(part: string): [folder: string, file: string] {
  const at = part.lastIndexOf('/') + 1
  return [part.slice(0, at), part.slice(at)]
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = folder.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}
